/* What the metadata of a page say, found again in its blocks; and texts that stand there more than once. */
#include "content.h"
#include "kernels.h"

#include <math.h>

#define STATEMENTS 4
#define MARK_BITS 13

KERNEL(mark)
{
    enum { START, CODE, ENDS, MARKS, SAID, ARRAYS };
    enum { WORDS, PAGES };
    static const char kinds[] = "lLl+B+f";
    static const struct size sizes[ARRAYS] = {
        [START] = {WORDS}, [CODE] = {WORDS}, [ENDS] = {PAGES, STATEMENTS}, [MARKS] = {PAGES, 1 << MARK_BITS},
        [SAID] = {PAGES, STATEMENTS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS], k = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *start = v[START].buf, *ends = v[ENDS].buf;
    const uint64_t *code = v[CODE].buf;
    uint8_t *marks = v[MARKS].buf;
    float *said = v[SAID].buf;
    int fit = have_sizes(v, sizes, ARRAYS, n);
    for (Py_ssize_t w = 0; fit && w < n[WORDS]; w++) {
        while (k < n[PAGES] * STATEMENTS && start[w] >= ends[k])
            k++;
        if (k == n[PAGES] * STATEMENTS) {
            fit = unlike("a word behind the last statement");
            break;
        }
        int statement = (int)(k % STATEMENTS), paired = statement == STATEMENTS - 1 && w + 1 < n[WORDS];
        uint64_t told = paired ? code[w] * ORDER + code[w + 1] : code[w];
        marks[((size_t)(k / STATEMENTS) << MARK_BITS) + (told >> (64 - MARK_BITS))] |= (uint8_t)(1 << statement);
        said[k] += 1.0f;
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* How many words of a block each statement says; the last one is asked for pairs of words. */
static void hits_of(const uint64_t *code, Py_ssize_t words, const uint8_t *marks, float *hits)
{
    int32_t count[STATEMENTS] = {0};
    for (Py_ssize_t k = 0; k < words; k++) {
        uint8_t mark = marks[code[k] >> (64 - MARK_BITS)];
        for (int s = 0; s + 1 < STATEMENTS; s++)
            count[s] += mark >> s & 1;
        if (k + 1 < words)
            count[STATEMENTS - 1] += marks[(code[k] * ORDER + code[k + 1]) >> (64 - MARK_BITS)] >> (STATEMENTS - 1) & 1;
    }
    for (int s = 0; s < STATEMENTS; s++)
        hits[s] = (float)count[s];
}

/* The shares of a block's words that the statements of its page say; `said` counts the words of these. */
static void overlaps_of(const uint64_t *code, Py_ssize_t words, const uint8_t *marks, const float *said, float *result)
{
    float size = words ? (float)words : 1.0f;
    hits_of(code, words, marks, result);
    for (int s = 0; s < 2; s++)
        result[4 + s] = result[s] / fmaxf(size, said[s]);
    for (int s = 0; s < STATEMENTS; s++)
        result[s] /= size;
    result[6] = said[0] > 0;
    result[7] = said[STATEMENTS - 1] > 0;
}

KERNEL(overlaps)
{
    enum { WORDS, PAGE, CODE, MARKS, SAID, RESULT, ARRAYS };
    enum { BLOCKS, CODES, PAGES };
    static const char kinds[] = "fiLBf+f";
    static const struct size sizes[ARRAYS] = {
        [WORDS] = {BLOCKS}, [PAGE] = {BLOCKS}, [CODE] = {CODES}, [MARKS] = {PAGES, 1 << MARK_BITS},
        [SAID] = {PAGES, STATEMENTS}, [RESULT] = {BLOCKS, OVERLAPS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS], at = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *words = v[WORDS].buf, *said = v[SAID].buf;
    const int32_t *page = v[PAGE].buf;
    const uint64_t *code = v[CODE].buf;
    const uint8_t *marks = v[MARKS].buf;
    float *result = v[RESULT].buf;
    int fit = have_sizes(v, sizes, ARRAYS, n) && are_indices(page, n[BLOCKS], n[PAGES]);
    for (Py_ssize_t i = 0; fit && i < n[BLOCKS]; i++) {
        Py_ssize_t count = words[i] > 0 && words[i] < 1e9f ? (Py_ssize_t)words[i] : 0;
        if (count > n[CODES] - at) {
            fit = unlike("more words than codes");
            break;
        }
        overlaps_of(code + at, count, marks + ((size_t)page[i] << MARK_BITS), said + (Py_ssize_t)page[i] * STATEMENTS,
                    result + i * OVERLAPS);
        at += count;
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
