/* How probable each type is for a page: extractor/types.py. */
#include "kernels.h"

#include <math.h>

enum { X, LOW, HIGH, WEIGHT, BIAS, FOUND, ARRAYS };

/* The sums of a page's columns, cut to their ranges, for each type. */
static void add_up(const Py_buffer *v, Py_ssize_t inputs, Py_ssize_t types, const float *x, float *sum)
{
    const float *low = v[LOW].buf, *high = v[HIGH].buf, *weight = v[WEIGHT].buf, *bias = v[BIAS].buf;
    for (Py_ssize_t t = 0; t < types; t++)
        sum[t] = 0.0f;
    for (Py_ssize_t k = 0; k < inputs; k++, weight += types) {
        float cut = x[k] < low[k] ? low[k] : x[k];
        cut = cut > high[k] ? high[k] : cut;
        for (Py_ssize_t t = 0; t < types; t++)
            sum[t] += cut * weight[t];
    }
    for (Py_ssize_t t = 0; t < types; t++)
        sum[t] += bias[t];
}

/* Logits to probabilities. */
static void soften(float *row, Py_ssize_t types)
{
    float most = row[0], all = 0.0f;
    for (Py_ssize_t t = 1; t < types; t++)
        most = row[t] > most ? row[t] : most;
    for (Py_ssize_t t = 0; t < types; t++)
        all += row[t] = expf(row[t] - most);
    for (Py_ssize_t t = 0; t < types; t++)
        row[t] /= all;
}

KERNEL(page_types)
{
    static const char kinds[] = "fffff+f";
    Py_buffer v[ARRAYS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t inputs = items(&v[LOW]), types = items(&v[BIAS]), pages = types ? items(&v[FOUND]) / types : 0;
    const float *x = v[X].buf;
    float *found = v[FOUND].buf;
    int fit = (types > 0 && v[WEIGHT].ndim == 2 && v[WEIGHT].shape[0] == inputs && v[WEIGHT].shape[1] == types &&
               items(&v[HIGH]) == inputs && v[X].ndim == 2 && v[X].shape[0] == pages && v[X].shape[1] == inputs &&
               items(&v[FOUND]) == pages * types) ||
              unlike("a layer that does not fit its columns");
    for (Py_ssize_t p = 0; fit && p < pages; p++) {
        add_up(v, inputs, types, x + p * inputs, found + p * types);
        soften(found + p * types, types);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
