/* Words of odd forms, and digits between letters, counted for each block: see signals/forms.py. */
#include "kernels.h"
#include "lanes.h"

#include <string.h>

#define UNSPACED 0x2E80u /* the first of the scripts that put no space between words */
/* Kinds of characters: see text/characters.py. */
#define LOWER 1
#define UPPER 2
#define SYLLABLE 10
#define IS_WORD (1u << 1 | 1u << 2 | 1u << 3 | 1u << 11 | 1u << 12)
#define RUN 3 /* letters behind a lone one that stand apart as it does */
#define GLUED 9
#define AT_ONCE 32 /* characters that are looked at together */
enum { NUMBERED, LEET, LONE, GLUED_WORDS, RANDOM, FORMS };

struct text {
    const uint32_t *folded;
    const uint8_t *kind;
    Py_ssize_t size;
    const int64_t *start, *length, *block;
    Py_ssize_t words;
};

static inline int is_digit(uint32_t folded) { return folded - '0' < 10; }

static inline int in_word(uint8_t kind) { return kind < 32 && (IS_WORD >> kind & 1); }

static inline int is_vowel(uint32_t c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/* Letters that end in a number of two digits or more, or in a digit and a d; the word has two characters at least. */
static int is_numbered(const uint32_t *word, int64_t length)
{
    int64_t letters = 0;
    if (!is_digit(word[length - 2]) || length <= 3 || length > 20) /* what is rarest first */
        return 0;
    for (int64_t k = 0; k < length; k++)
        letters += !is_digit(word[k]);
    return letters >= 3 && (is_digit(word[length - 1]) || word[length - 1] == 'd');
}

/* Is a word with so many capitals inside of random letters? */
static int is_random(const uint32_t *word, int64_t length, int64_t risen)
{
    int64_t vowels = 0;
    if (length < 6 || length > 14)
        return 0;
    for (int64_t k = 0; k < length; k++)
        vowels += is_vowel(word[k]);
    return risen > 1 || vowels * 5 <= length;
}

/* Is a word a letter that stands alone? */
static int is_lone(const struct text *text, Py_ssize_t k)
{
    int64_t at = text->start[k];
    return text->length[k] == 1 && text->kind[at] != SYLLABLE && !is_digit(text->folded[at]);
}

/* Are a word and the next one lone letters, a sign apart, and no two of the alphabet in their order? */
static int goes_on(const struct text *text, Py_ssize_t k)
{
    if (k + 1 >= text->words || !is_lone(text, k) || !is_lone(text, k + 1))
        return 0;
    int64_t at = text->start[k], next = text->start[k + 1];
    return next - at == 2 && text->folded[next] != text->folded[at] + 1;
}

/* Counts words by their ends and by how they follow one another. */
static void count_words(const struct text *text, Py_ssize_t blocks, float *rows)
{
    int run = 0; /* lone letters that go on, up to this word */
    for (Py_ssize_t k = 0; k < text->words; k++) {
        if (text->length[k] > 1) {
            run = 0;
            if (is_numbered(text->folded + text->start[k], text->length[k]))
                rows[NUMBERED * blocks + text->block[k]]++;
            continue;
        }
        run = goes_on(text, k) ? run + 1 : 0;
        if (run >= RUN)
            rows[LONE * blocks + text->block[k - RUN + 1]]++;
    }
}

/* The next place from one on where a capital stands behind a small letter; the size where there is none. */
LANES static int64_t next_rise(const uint8_t *kind, int64_t at, int64_t size)
{
    for (; at + AT_ONCE <= size; at += AT_ONCE) {
        uint8_t found = 0;
        for (int k = 0; k < AT_ONCE; k++)
            found |= (uint8_t)((kind[at + k] == UPPER) & (kind[at + k - 1] == LOWER));
        if (found)
            break;
    }
    while (at < size && (kind[at] != UPPER || kind[at - 1] != LOWER))
        at++;
    return at;
}

/* How many capitals stand behind a small letter of a word. */
static int64_t rises(const uint8_t *kind, int64_t length)
{
    int64_t found = 0;
    for (int64_t k = 1; k < length; k++)
        found += (kind[k] == UPPER) & (kind[k - 1] == LOWER);
    return found;
}

/* Counts words with capitals inside; the words stand in text order. */
static void count_rising(const struct text *text, Py_ssize_t blocks, float *rows)
{
    Py_ssize_t word = 0;
    for (int64_t k = 1; (k = next_rise(text->kind, k, text->size)) < text->size;) {
        while (word < text->words && text->start[word] + text->length[word] <= k)
            word++;
        if (word == text->words)
            return;
        int64_t start = text->start[word], length = text->length[word], risen = rises(text->kind + start, length);
        rows[GLUED_WORDS * blocks + text->block[word]] += (float)(length >= GLUED);
        rows[RANDOM * blocks + text->block[word]] += (float)is_random(text->folded + start, length, risen);
        k = start + length > k ? start + length : k + 1;
    }
}

/* A digit between two letters. */
static int is_leet(const struct text *text, Py_ssize_t k)
{
    uint32_t before = text->folded[k - 1], behind = text->folded[k + 1];
    return in_word(text->kind[k - 1]) && in_word(text->kind[k + 1]) && !is_digit(before) && !is_digit(behind) &&
           before < UNSPACED && behind < UNSPACED;
}

/* The next digit from a place on; the size where there is none. */
LANES static int64_t next_digit(const uint32_t *folded, int64_t at, int64_t size)
{
    for (; at + AT_ONCE <= size; at += AT_ONCE) {
        uint32_t found = 0;
        for (int k = 0; k < AT_ONCE; k++)
            found |= (uint32_t)(folded[at + k] - '0' < 10);
        if (found)
            break;
    }
    while (at < size && !is_digit(folded[at]))
        at++;
    return at;
}

static void count_leet(const struct text *text, const int64_t *edge, Py_ssize_t blocks, float *rows)
{
    Py_ssize_t block = 0;
    for (int64_t k = 0; (k = next_digit(text->folded, k + 1, text->size)) + 1 < text->size;) {
        if (!is_leet(text, k))
            continue;
        while (block < blocks && edge[block + 1] <= k)
            block++;
        if (block == blocks)
            return;
        if (k >= edge[block])
            rows[LEET * blocks + block]++;
    }
}

/* Does each word lie in the text, and belong to a block? */
static int are_words(const struct text *text, Py_ssize_t blocks)
{
    for (Py_ssize_t k = 0; k < text->words; k++)
        if (text->start[k] < 0 || text->start[k] > text->size || text->length[k] < 1 ||
            text->length[k] > text->size - text->start[k] ||
            text->block[k] < 0 || text->block[k] >= blocks)
            return unlike("a word outside of the text or of the blocks");
    return 1;
}

KERNEL(word_forms)
{
    static const char kinds[] = "IBllll+f";
    Py_buffer v[7];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *edge = v[5].buf;
    struct text text = {v[0].buf, v[1].buf, items(&v[0]), v[2].buf, v[3].buf, v[4].buf, items(&v[2])};
    Py_ssize_t blocks = items(&v[5]) - 1;
    int fit = (items(&v[1]) == text.size && items(&v[3]) == text.words && items(&v[4]) == text.words && blocks >= 0 &&
               items(&v[6]) == FORMS * blocks) ||
              unlike("words or blocks of several numbers");
    fit = fit && are_stretches(edge, edge + 1, blocks, text.size) && are_words(&text, blocks);
    if (fit) {
        memset(v[6].buf, 0, (size_t)v[6].len);
        count_words(&text, blocks, v[6].buf);
        count_rising(&text, blocks, v[6].buf);
        count_leet(&text, edge, blocks, v[6].buf);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
