/* The words of a text as codes, and the worth of those that blocks begin with. */
#include "content.h"
#include "kernels.h"

#include <math.h>

#define READ 14
#define PHRASE_BITS 16

enum { BETWEEN, WORD, SYLLABLE }; /* classes of characters */

/* Find words in one pass without branches that nobody could foresee: where one begins or ends is always
   written, and counts where it is so. */
static Py_ssize_t find_words(Py_ssize_t n, const uint32_t *point, const uint8_t *kind, const uint8_t *class,
                             const uint64_t *mix, int64_t *start, uint64_t *code, uint64_t *summed)
{
    Py_ssize_t begun = 0, ended = 0;
    uint64_t sum = 0, from = 0;
    int open = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        uint64_t own = mix[point[i]];
        int what = class[kind[i]], inside = what == WORD, begins = (inside & !open) | (what == SYLLABLE);
        summed[i] = sum;
        code[ended] = sum - from;
        ended += open & !inside;
        start[begun] = i;
        begun += begins;
        from = begins ? sum : from;
        sum += own;
        open = inside;
        if (what == SYLLABLE)
            code[ended++] = own;
    }
    summed[n] = sum;
    if (open)
        code[ended++] = sum - from;
    return ended;
}

KERNEL(content_words)
{
    enum { POINT, KIND, CLASS, MIX, START, CODE, SUMMED, ARRAYS };
    enum { CHARACTERS, POINTS, SUMS };
    static const char kinds[] = "IBBL+l+L+L";
    static const struct size sizes[ARRAYS] = {
        [POINT] = {CHARACTERS}, [KIND] = {CHARACTERS}, [CLASS] = {ALONE, 256}, [MIX] = {POINTS},
        [START] = {CHARACTERS}, [CODE] = {CHARACTERS}, [SUMMED] = {SUMS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS], words = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) &&
              (n[SUMS] == n[CHARACTERS] + 1 || unlike("one sum more than characters is wanted")) &&
              are_indices(v[POINT].buf, n[CHARACTERS], n[POINTS]);
    if (fit)
        words = find_words(n[CHARACTERS], v[POINT].buf, v[KIND].buf, v[CLASS].buf, v[MIX].buf, v[START].buf,
                           v[CODE].buf, v[SUMMED].buf);
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(words) : NULL;
}

/* The worth of a block's first words and pairs of words. */
static void wording_of(const uint64_t *code, Py_ssize_t read, const float *table, float *result)
{
    double total[TABLES] = {0}, first[TABLES] = {0};
    for (Py_ssize_t k = 0; k < read; k++) {
        const float *worth = table + (code[k] * SPREAD >> (64 - PHRASE_BITS)) * TABLES, *both = NULL;
        if (k + 1 < read)
            both = table + ((code[k] * ORDER + code[k + 1]) * SPREAD >> (64 - PHRASE_BITS)) * TABLES;
        for (int t = 0; t < TABLES; t++) {
            double sum = (double)worth[t] + (both ? (double)both[t] : 0.0);
            total[t] += sum;
            if (k == 0)
                first[t] = sum;
        }
    }
    for (int t = 0; t < TABLES; t++) {
        result[3 * t] = (float)(total[t] / sqrtf(read ? (float)read : 1.0f));
        result[3 * t + 1] = (float)total[t];
        result[3 * t + 2] = (float)first[t];
    }
}

KERNEL(wording)
{
    enum { WORDS, CODE, TABLE, RESULT, ARRAYS };
    enum { BLOCKS, CODES };
    static const char kinds[] = "fLf+f";
    static const struct size sizes[ARRAYS] = {
        [WORDS] = {BLOCKS}, [CODE] = {CODES}, [TABLE] = {ALONE, TABLES << PHRASE_BITS}, [RESULT] = {BLOCKS, WORDED},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS], at = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *words = v[WORDS].buf;
    const uint64_t *code = v[CODE].buf;
    float *result = v[RESULT].buf;
    int fit = have_sizes(v, sizes, ARRAYS, n);
    for (Py_ssize_t i = 0; fit && i < n[BLOCKS]; i++) {
        Py_ssize_t count = words[i] > 0 && words[i] < 1e9f ? (Py_ssize_t)words[i] : 0;
        if (count > n[CODES] - at) {
            fit = unlike("more words than codes");
            break;
        }
        wording_of(code + at, count < READ ? count : READ, v[TABLE].buf, result + i * WORDED);
        at += count;
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
