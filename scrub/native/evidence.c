/* What the n-grams of links and of hosts speak for: see classifier/evidence.py. */
#include "kernels.h"

#include <math.h>
#include <string.h>

#define LONGEST_HOST 80 /* characters of a host that are read */
#define SHORTEST 2
#define LONGEST 5
#define STEP 0x01000193u
#define MIX 0x9E3779B1u
#define LEAST (-9.0f) /* the best of several is no less */

/* Folded characters by code point, weights of hashed n-grams and how far to shift a hash, and what is added. */
struct weights {
    const uint32_t *folded;
    Py_ssize_t points;
    const float *weight;
    int shift;
    float bias;
};

/* The score of a host, a space before and behind it; an n-gram that reaches further is in bucket 0. */
static float score_host(PyObject *host, const struct weights *weights)
{
    uint32_t text[LONGEST_HOST + 2 + LONGEST] = {0};
    Py_ssize_t length = PyUnicode_GET_LENGTH(host) < LONGEST_HOST ? PyUnicode_GET_LENGTH(host) : LONGEST_HOST;
    double sum = 0;
    text[0] = text[length + 1] = weights->folded[' '];
    for (Py_ssize_t k = 0; k < length; k++) {
        Py_UCS4 point = PyUnicode_READ_CHAR(host, k);
        text[k + 1] = weights->folded[(Py_ssize_t)point < weights->points ? (Py_ssize_t)point : weights->points - 1];
    }
    for (Py_ssize_t k = 0; k <= length; k++) {
        uint32_t rolling = text[k];
        float each = 0;
        for (uint32_t size = SHORTEST; size <= LONGEST; size++) {
            rolling = rolling * STEP + text[k + size - 1];
            uint32_t mixed = (rolling + size) * MIX;
            mixed = (mixed ^ mixed >> 13) * MIX >> weights->shift;
            each += weights->weight[k + size <= length + 2 ? mixed : 0];
        }
        sum += each;
    }
    return (float)(sum / sqrt((double)(length + 1))) + weights->bias;
}

KERNEL(host_scores)
{
    static const char kinds[] = "Iff+f";
    enum { FOLDED, WEIGHT, BIAS, SCORE };
    Py_buffer v[4];
    int bits = 1;
    (void)self;
    if (given < 1 || !PyList_CheckExact(args[0]))
        return PyErr_Format(PyExc_TypeError, "a list of hosts is wanted");
    if (open_arrays(args + 1, given - 1, kinds, v) < 0)
        return NULL;
    Py_ssize_t count = PyList_GET_SIZE(args[0]), points = items(&v[FOLDED]);
    while (bits < 31 && (Py_ssize_t)1 << bits < items(&v[WEIGHT]))
        bits++;
    int fit = (items(&v[WEIGHT]) == (Py_ssize_t)1 << bits && items(&v[BIAS]) == 1 && items(&v[SCORE]) == count &&
               points > ' ') ||
              unlike("hosts of another number, or weights that are no power of two");
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        struct weights weights = {v[FOLDED].buf, points, v[WEIGHT].buf, 32 - bits, *(const float *)v[BIAS].buf};
        PyObject *host = PyList_GET_ITEM(args[0], k);
        if (!PyUnicode_Check(host)) {
            PyErr_SetString(PyExc_TypeError, "a host is a string");
            fit = 0;
        } else
            ((float *)v[SCORE].buf)[k] = score_host(host, &weights);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

enum { SUMMED, FOUND, ANCHOR_START, ANCHOR_END, BLOCK, HOST, COUNT, NAMED_IN, NAMED, ADDED, ANCHOR, ROWS, ARRAYS };
enum { ANCHOR_SCORE, HOST_SCORE, HOST_BEST, WRITTEN_HOST, SCORES };

/* The highest of the values of each block; 0 where there is none. */
static void best_of(const int32_t *block, const float *value, Py_ssize_t count, float *best)
{
    for (Py_ssize_t k = 0; k < count; k++)
        best[block[k]] = LEAST;
    for (Py_ssize_t k = 0; k < count; k++)
        best[block[k]] = value[k] > best[block[k]] ? value[k] : best[block[k]];
}

/* Scores the texts of the outlinks, and what they and their hosts say of their blocks. */
static void fill_scores(const Py_buffer *v, Py_ssize_t links, Py_ssize_t blocks, Py_ssize_t named, double *sum)
{
    const double *summed = v[SUMMED].buf;
    const int32_t *found = v[FOUND].buf, *start = v[ANCHOR_START].buf, *end = v[ANCHOR_END].buf, *block = v[BLOCK].buf;
    const float *host = v[HOST].buf, *count = v[COUNT].buf;
    float *anchor = v[ANCHOR].buf, *rows = v[ROWS].buf;
    memset(sum, 0, (size_t)(2 * blocks) * sizeof *sum);
    memset(rows, 0, (size_t)(SCORES * blocks) * sizeof *rows);
    for (Py_ssize_t j = 0; j < links; j++) {
        int32_t to = end[found[j]], from = start[found[j]] > 0 ? start[found[j]] - 1 : 0;
        anchor[j] = (float)((summed[to] - summed[from]) / sqrt(to - from > 1 ? (double)(to - from) : 1.0));
        anchor[j] += *(const float *)v[ADDED].buf;
        sum[block[j]] += anchor[j];
        sum[blocks + block[j]] += host[j];
    }
    for (Py_ssize_t k = 0; k < blocks; k++) {
        float divisor = count[k] > 1 ? count[k] : 1;
        rows[ANCHOR_SCORE * blocks + k] = (float)sum[k] / divisor;
        rows[HOST_SCORE * blocks + k] = (float)sum[blocks + k] / divisor;
    }
    best_of(block, host, links, rows + HOST_BEST * blocks);
    best_of(v[NAMED_IN].buf, v[NAMED].buf, named, rows + WRITTEN_HOST * blocks);
}

KERNEL(link_evidence)
{
    enum { LINKS, ANCHORS, BLOCKS, NAMES };
    static const char kinds[] = "diiiiffiff+f+f";
    static const struct size sizes[ARRAYS] = {
        [SUMMED] = {FREE, 0}, [FOUND] = {LINKS, 0}, [ANCHOR_START] = {ANCHORS, 0}, [ANCHOR_END] = {ANCHORS, 0},
        [BLOCK] = {LINKS, 0}, [HOST] = {LINKS, 0}, [COUNT] = {BLOCKS, 0}, [NAMED_IN] = {NAMES, 0}, [NAMED] = {NAMES, 0},
        [ADDED] = {ALONE, 0}, [ANCHOR] = {LINKS, 0}, [ROWS] = {BLOCKS, SCORES},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    double *sum = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) && are_indices(v[FOUND].buf, n[LINKS], n[ANCHORS]) &&
              are_indices(v[BLOCK].buf, n[LINKS], n[BLOCKS]) && are_indices(v[NAMED_IN].buf, n[NAMES], n[BLOCKS]) &&
              are_spans(v[ANCHOR_START].buf, v[ANCHOR_END].buf, n[ANCHORS], items(&v[SUMMED]) - 1);
    if (fit && (sum = PyMem_Malloc((size_t)(2 * n[BLOCKS] + 1) * sizeof *sum)) == NULL)
        fit = no_room();
    if (fit)
        fill_scores(v, n[LINKS], n[BLOCKS], n[NAMES], sum);
    PyMem_Free(sum);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
