/* Signals of blocks that follow from counts: see signals/letters.py and signals/position.py. */
#include "kernels.h"
#include "logarithms.h"

#define KINDS 14
/* Kinds of characters: see text/characters.py. */
enum { SPACE, LOWER, UPPER, DIGIT, STOP, COMMA, SEPARATOR, QUOTE, SYMBOL, EMOJI, SYLLABLE, STYLED };
#define LETTER_ROWS 13

static inline float at_least_one(float value) { return value > 1 ? value : 1; }

struct letters {
    const float *count; /* of each kind, KINDS a block */
    float words, total, longest;
    uint8_t first, last; /* kinds of the block's first and last character */
};

static void fill_letters(const struct letters *block, Py_ssize_t blocks, float *rows)
{
    const float *count = block->count, words = at_least_one(block->words);
    float characters = 0;
    for (int k = SPACE + 1; k < KINDS; k++)
        characters += count[k];
    const float visible = at_least_one(characters);
    const float said[LETTER_ROWS] = {
        log1(characters), count[UPPER] / at_least_one(count[UPPER] + count[LOWER]), count[DIGIT] / visible,
        count[STOP] / words,
        count[COMMA] / words, count[SEPARATOR] / visible, count[EMOJI] / visible, count[STYLED] / visible,
        count[SYMBOL] / visible,
        block->total / words, log1(block->longest), block->last == STOP,
        block->first == UPPER || block->first == DIGIT,
    };
    for (int k = 0; k < LETTER_ROWS; k++)
        rows[k * blocks] = said[k];
}

KERNEL(letter_rows)
{
    static const char kinds[] = "ffllBii+f";
    Py_buffer v[8];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *count = v[0].buf, *words = v[1].buf;
    const int64_t *total = v[2].buf, *longest = v[3].buf;
    const uint8_t *kind = v[4].buf;
    const int32_t *start = v[5].buf, *end = v[6].buf;
    Py_ssize_t n = items(&v[1]), size = items(&v[4]);
    int fit = (items(&v[0]) == KINDS * n && items(&v[7]) == LETTER_ROWS * n) || unlike("counts of another size");
    for (int k = 2; k < 7; k++)
        fit = fit && (k == 4 || items(&v[k]) == n || unlike("columns of several lengths"));
    fit = fit && are_indices(v[5].buf, items(&v[5]), size) && are_indices(v[6].buf, items(&v[6]), size + 1);
    for (Py_ssize_t k = 0; fit && k < n; k++) {
        struct letters block = {
            count + k * KINDS, words[k], (float)total[k], (float)longest[k], kind[start[k]],
            kind[end[k] > 0 ? end[k] - 1 : 0],
        };
        fill_letters(&block, n, (float *)v[7].buf + k);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
