/* Signals of the scripts that letters belong to, and the screen that all signals pass. */
#include "kernels.h"
#include "lanes.h"

#include <string.h>

#define SCRIPTS 15
/* Scripts of letters: see text/characters.py. */
#define LATIN (1u << 1)
#define GREEK_OR_CYRILLIC (1u << 2 | 1u << 3)
/* Letters of the rest of a page, and of a block, above which their scripts are compared. */
#define REST_LETTERS 40
#define OWN_LETTERS 3
#define CLIP 4.0f /* see classifier/stage.py */

/* Does one of eight letters belong to the scripts 2 and 3? A byte that does becomes 0, and 0 is found by a borrow. */
static int has_greek_or_cyrillic(const uint8_t *script)
{
    uint64_t eight;
    memcpy(&eight, script, sizeof eight);
    eight = (eight & 0xFEFEFEFEFEFEFEFEu) ^ 0x0202020202020202u;
    return ((eight - 0x0101010101010101u) & ~eight & 0x8080808080808080u) != 0;
}

/* Does a word have letters of these scripts and Latin ones? */
static uint8_t is_mixed(const uint8_t *script, int64_t length)
{
    uint32_t seen = 0;
    for (int64_t k = 0; k < length; k++)
        seen |= 1u << (script[k] & 31);
    return (seen & LATIN) && (seen & GREEK_OR_CYRILLIC);
}

/* Marks the mixed ones of some words in text order: looks for letters of the rarer scripts, then at their words. */
static void mark_mixed(const uint8_t *script, Py_ssize_t size, const int64_t *start, const int64_t *length,
                       Py_ssize_t count, uint8_t *mixed)
{
    Py_ssize_t word = 0;
    for (int64_t k = 0; k < size;) {
        if (k + 8 <= size && !has_greek_or_cyrillic(script + k)) {
            k += 8;
            continue;
        }
        while (word < count && start[word] + length[word] <= k)
            word++;
        if (1u << (script[k] & 31) & GREEK_OR_CYRILLIC && word < count && start[word] <= k) {
            mixed[word] = is_mixed(script + start[word], length[word]);
            k = start[word] + length[word];
        } else
            k++;
    }
}

KERNEL(mixed_words)
{
    static const char kinds[] = "Bll+B";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *start = v[1].buf, *length = v[2].buf;
    Py_ssize_t size = items(&v[0]), count = items(&v[3]);
    int fit = (items(&v[1]) == count && items(&v[2]) == count) || unlike("words of several numbers");
    for (Py_ssize_t k = 0; fit && k < count; k++)
        if (start[k] < 0 || start[k] > size || length[k] < 0 || length[k] > size - start[k])
            fit = unlike("a word outside of the text");
    if (fit) {
        memset(v[3].buf, 0, (size_t)count);
        mark_mixed(v[0].buf, size, start, length, count, v[3].buf);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* How unlike the rest of its page a block is: counts of letters by script, of itself and of all the page. */
static float unlikeness(const float *own, const double *page)
{
    double letters = 0, others = 0, alike = 0;
    for (int s = 1; s < SCRIPTS; s++) {
        letters += own[s];
        others += page[s] - own[s];
        alike += (page[s] - own[s]) * own[s];
    }
    return others > REST_LETTERS && letters > OWN_LETTERS ? (float)(1 - alike / others / letters) : 0;
}

KERNEL(foreign_scripts)
{
    static const char kinds[] = "fi+f";
    Py_buffer v[3];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *count = v[0].buf;
    const int32_t *page = v[1].buf;
    float *foreign = v[2].buf;
    Py_ssize_t n = items(&v[2]);
    int fit = (items(&v[1]) == n && items(&v[0]) == n * SCRIPTS) || unlike("counts of another size");
    for (Py_ssize_t from = 0, to; fit && from < n; from = to) {
        double sum[SCRIPTS] = {0};
        for (to = from; to < n && page[to] == page[from]; to++)
            for (int s = 1; s < SCRIPTS; s++)
                sum[s] += count[to * SCRIPTS + s];
        for (Py_ssize_t block = from; block < to; block++)
            foreign[block] = unlikeness(count + block * SCRIPTS, sum);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* Adds what one feature says of every row: scaled, and clipped on both sides. */
LANES static void add_feature(const float *x, Py_ssize_t rows, float middle, float spread, float weight, float *total)
{
    for (Py_ssize_t k = 0; k < rows; k++) {
        float scaled = (x[k] - middle) / spread;
        scaled = scaled < -CLIP ? -CLIP : scaled;
        scaled = scaled > CLIP ? CLIP : scaled;
        total[k] += scaled * weight;
    }
}

KERNEL(screen)
{
    static const char kinds[] = "fff+f";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *x = v[0].buf, *middle = v[1].buf, *weight = v[2].buf;
    float *total = v[3].buf;
    Py_ssize_t features = items(&v[2]), rows = items(&v[3]);
    int fit = (items(&v[0]) == features * rows && items(&v[1]) == 2 * features) ||
              unlike("features of several numbers");
    if (fit)
        memset(total, 0, (size_t)v[3].len);
    for (Py_ssize_t f = 0; fit && f < features; f++)
        add_feature(x + f * rows, rows, middle[f], middle[features + f], weight[f], total);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
