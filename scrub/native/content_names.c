/* The worth of what elements and addresses are called. */
#include "content.h"
#include "kernels.h"

#define NAME_BITS 15
#define WIDEST 64

/* Sums of a table's rows over the tokens of labels, each of which ends in a zero byte; the last ones are addresses. */
static void sum_names(const uint8_t *text, Py_ssize_t length, const uint8_t *class, const uint64_t *mix,
                      const float *table, int width, float *total, Py_ssize_t labels, Py_ssize_t addresses)
{
    Py_ssize_t label = 0, start = 0;
    uint64_t sum = 0;
    uint8_t before = 0;
    for (Py_ssize_t at = 0; at < length && label < labels; at++) {
        uint8_t kind = class[text[at]];
        if (before && (!kind || kind > before) && at - start > 1) {
            uint64_t code = sum + (label >= labels - addresses);
            const float *row = table + (code * ORDER >> (64 - NAME_BITS)) * (size_t)width;
            for (int k = 0; k < width; k++)
                total[label * width + k] += row[k];
        }
        if (kind > before) {
            start = at;
            sum = 0;
        }
        sum += mix[text[at]];
        before = kind;
        label += text[at] == 0;
    }
}

KERNEL(name_scores)
{
    enum { TEXT, CLASS, MIX, TABLE, ADDRESS, TOTAL, ARRAYS };
    enum { BYTES, WIDTH, ADDRESSES, TOTALS };
    static const char kinds[] = "BBLfB+f";
    static const struct size sizes[ARRAYS] = {
        [TEXT] = {BYTES}, [CLASS] = {ALONE, 256}, [MIX] = {ALONE, 256}, [TABLE] = {WIDTH, 1 << NAME_BITS},
        [ADDRESS] = {ADDRESSES}, [TOTAL] = {TOTALS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) && ((n[WIDTH] > 0 && n[WIDTH] <= WIDEST && n[TOTALS] % n[WIDTH] == 0) ||
                                                  unlike("labels of another width than the table"));
    if (fit)
        sum_names(v[TEXT].buf, n[BYTES], v[CLASS].buf, v[MIX].buf, v[TABLE].buf, (int)n[WIDTH], v[TOTAL].buf,
                  n[TOTALS] / n[WIDTH], n[ADDRESSES]);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
