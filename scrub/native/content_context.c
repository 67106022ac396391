/* What first opinions say about each other: the context of every block, in one pass forth and one back. */
#include "content.h"
#include "kernels.h"
#include "logarithms.h"

#include <math.h>
#include <string.h>

#define LEVELS 3
#define FIGURES 3
#define CONTEXT 42
#define STEPS 4
#define WINDOWS 2
#define EXACT 65536.0f
#define MOST_TYPES 64

/* The arrays. */
enum {
    OPINION, WORDS, PAGE, FIRST, LENGTH, OF_BLOCK, PARENT, C_FIRST, C_LAST, C_PAGE, KIND, WEIGHT, STEP, WINDOW, LIMIT,
    TYPES, RESULT, ARRAYS
};
/* What they are as long as. */
enum { BLOCKS, PAGES, CONTAINERS, OF_KINDS };
enum { SURE, SURE_WORDS, FAR }; /* among the limits */

/* The arrays, and what is worked out from them. */
struct context {
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS], types; /* the latter: columns that are the page's */
    double *sum;     /* (n + 1, 2): weighted opinions and weights before each block */
    double *mean;    /* (kinds,) */
    float *opinion;  /* (n,): rounded, so that sums are exact wherever a page stands in its batch */
    float *expected; /* (containers, FIGURES): precision, recall, F1 */
    int32_t *best;   /* (pages,): the container with the best F1, the first among equals */
    int32_t *coming; /* (n,): the next sure block, itself included; n where there is none */
    int32_t *sure;   /* (pages,): how many sure blocks */
};

#define AS(type, name) ((const type *)seen->v[name].buf)

/* Is a block surely main content? */
static int is_sure(const struct context *seen, Py_ssize_t i)
{
    return seen->opinion[i] > AS(float, LIMIT)[SURE] && AS(float, WORDS)[i] >= AS(float, LIMIT)[SURE_WORDS];
}

/* Sums over blocks, means over kinds, sure blocks. */
static void add_up(struct context *seen)
{
    const float *opinion = seen->opinion, *words = AS(float, WORDS);
    const double *weight = AS(double, WEIGHT);
    Py_ssize_t n = seen->n[BLOCKS];
    for (Py_ssize_t i = 0; i < n; i++)
        seen->opinion[i] = rintf(AS(float, OPINION)[i] * EXACT) / EXACT;
    seen->sum[0] = seen->sum[1] = 0.0;
    for (Py_ssize_t i = 0; i < n; i++) {
        float own = words[i] + 1.0f;
        seen->sum[2 * i + 2] = seen->sum[2 * i] + (double)(own * opinion[i]);
        seen->sum[2 * i + 3] = seen->sum[2 * i + 1] + (double)own;
        seen->sure[AS(int32_t, PAGE)[i]] += is_sure(seen, i);
    }
    for (Py_ssize_t k = 0; k < KINDS * n; k++)
        seen->mean[AS(int32_t, KIND)[k]] += (double)((words[k % n] + 1.0f) * opinion[k % n]);
    for (Py_ssize_t k = 0; k < seen->n[OF_KINDS]; k++)
        seen->mean[k] /= weight[k];
    for (Py_ssize_t i = n, next = n; i-- > 0;)
        seen->coming[i] = (int32_t)(next = is_sure(seen, i) ? i : next);
}

/* Sum of column k (opinions, weights) over some blocks. */
static double held(const struct context *seen, Py_ssize_t first, Py_ssize_t last, int k)
{
    return seen->sum[2 * last + k] - seen->sum[2 * first + k];
}

/* Expected precision, recall and F1 of every container, and the best of each page. */
static void expect(struct context *seen)
{
    for (Py_ssize_t p = 0; p < seen->n[PAGES]; p++)
        seen->best[p] = -1;
    for (int32_t c = 0; c < seen->n[CONTAINERS]; c++) {
        int32_t p = AS(int32_t, C_PAGE)[c], begin = AS(int32_t, FIRST)[p];
        double whole = held(seen, begin, begin + AS(int32_t, LENGTH)[p], 0), total = whole > 1e-3 ? whole : 1e-3;
        double found = held(seen, AS(int32_t, C_FIRST)[c], AS(int32_t, C_LAST)[c], 0);
        double weight = held(seen, AS(int32_t, C_FIRST)[c], AS(int32_t, C_LAST)[c], 1);
        float *row = seen->expected + (Py_ssize_t)c * FIGURES;
        row[0] = (float)(found / weight);
        row[1] = (float)(found / total);
        row[2] = (float)(2 * found / (weight + total));
        if (seen->best[p] < 0 || row[2] > seen->expected[(Py_ssize_t)seen->best[p] * FIGURES + 2])
            seen->best[p] = c;
    }
}

/* The containers around a block, and where it stands from the best one of its page. */
static float *around(const struct context *seen, Py_ssize_t i, float *at)
{
    int32_t p = AS(int32_t, PAGE)[i], c = AS(int32_t, OF_BLOCK)[i], best = seen->best[p] < 0 ? 0 : seen->best[p];
    for (int level = 0; level < LEVELS; level++, c = AS(int32_t, PARENT)[c], at += FIGURES)
        memcpy(at, seen->expected + (Py_ssize_t)c * FIGURES, FIGURES * sizeof *at);
    memcpy(at, seen->expected + (Py_ssize_t)best * FIGURES, FIGURES * sizeof *at);
    at += FIGURES;
    Py_ssize_t begin = AS(int32_t, C_FIRST)[best], end = AS(int32_t, C_LAST)[best];
    double length = AS(int32_t, LENGTH)[p] > 1 ? AS(int32_t, LENGTH)[p] : 1;
    *at++ = (float)(i >= begin && i < end);
    *at++ = (float)(i < begin);
    *at++ = (float)(i >= end);
    *at++ = (float)((double)(i - begin) / length);
    *at++ = (float)((double)(end - i) / length);
    return at;
}

/* Where the blocks that are surely main content stand, as block i sees them; latest: the last one, or -1. */
static void around_sure(const struct context *seen, Py_ssize_t i, Py_ssize_t latest, float *at)
{
    int32_t p = AS(int32_t, PAGE)[i];
    Py_ssize_t first = AS(int32_t, FIRST)[p], coming = seen->coming[i];
    float far = AS(float, LIMIT)[FAR];
    int none_before = latest < first, none_behind = coming >= first + AS(int32_t, LENGTH)[p];
    at[0] = none_before ? far : log1((float)(i - latest));
    at[1] = none_behind ? far : log1((float)(coming - i));
    at[2] = none_before || none_behind ? far : log1((float)(coming - latest));
    at[3] = none_before ? far : log1((float)held(seen, latest, i, 1));
    at[4] = (float)none_before;
    at[5] = (float)none_behind;
    at[6] = log1((float)seen->sure[p]);
}

/* The greater of two. */
static double at_least(double value, double least)
{
    return value > least ? value : least;
}

/* The row of block i. */
static void fill_row(const struct context *seen, Py_ssize_t i, Py_ssize_t latest, float *at)
{
    const float *opinion = seen->opinion;
    Py_ssize_t p = AS(int32_t, PAGE)[i], first = AS(int32_t, FIRST)[p], last = first + AS(int32_t, LENGTH)[p];
    double whole = held(seen, first, last, 0), total = at_least(whole, 1e-3);
    *at++ = logf((opinion[i] + 1e-4f) / (1.0001f - opinion[i]));
    for (int k = 0; k < STEPS; k++) {
        Py_ssize_t there = i + AS(int32_t, STEP)[k];
        *at++ = there >= first && there < last ? opinion[there] : 0.0f;
    }
    for (int k = 0; k < WINDOWS; k++) {
        Py_ssize_t size = AS(int32_t, WINDOW)[k];
        Py_ssize_t begin = i - size > first ? i - size : first, end = i + size + 1 < last ? i + size + 1 : last;
        *at++ = (float)(held(seen, begin, end, 0) / held(seen, begin, end, 1));
    }
    *at++ = (float)(held(seen, first, i, 0) / total);
    *at++ = (float)(held(seen, i + 1, last, 0) / total);
    *at++ = (float)(whole / held(seen, first, last, 1));
    *at++ = log1((float)whole);
    at = around(seen, i, at);
    for (int k = 0; k < KINDS; k++)
        *at++ = (float)seen->mean[AS(int32_t, KIND)[k * seen->n[BLOCKS] + i]];
    Py_ssize_t before = i - 3 > first ? i - 3 : first, behind = i + 4 < last ? i + 4 : last;
    *at++ = (float)(held(seen, before, i, 0) / at_least(held(seen, before, i, 1), 1.0));
    *at++ = (float)(held(seen, i + 1, behind, 0) / at_least(held(seen, i + 1, behind, 1), 1.0));
    *at++ = log1((float)held(seen, first, i, 0));
    *at++ = log1((float)held(seen, first, i, 1));
    around_sure(seen, i, latest, at);
}

/* Does every number lead somewhere? */
static int belong_together(struct context *seen)
{
    const Py_ssize_t *n = seen->n;
    seen->types = seen->v[TYPES].ndim == 2 ? seen->v[TYPES].shape[1] : 0;
    if (n[BLOCKS] >= INT32_MAX || n[CONTAINERS] >= INT32_MAX || (n[BLOCKS] > 0 && n[CONTAINERS] == 0))
        return unlike("too many blocks, or no container around them");
    if (seen->v[TYPES].ndim != 2 || seen->v[TYPES].shape[0] != n[PAGES] || seen->types > MOST_TYPES ||
        items(&seen->v[RESULT]) != n[BLOCKS] * (CONTEXT + seen->types))
        return unlike("types of other pages, or no room for them");
    for (int k = 0; k < WINDOWS; k++)
        if (AS(int32_t, WINDOW)[k] < 0)
            return unlike("a window of no size");
    return lie_in_runs(AS(int32_t, PAGE), n[BLOCKS], AS(int32_t, FIRST), AS(int32_t, LENGTH), n[PAGES]) &&
           are_indices(AS(int32_t, OF_BLOCK), n[BLOCKS], n[CONTAINERS]) &&
           are_indices(AS(int32_t, PARENT), n[CONTAINERS], n[CONTAINERS]) &&
           are_indices(AS(int32_t, C_PAGE), n[CONTAINERS], n[PAGES]) &&
           are_spans(AS(int32_t, C_FIRST), AS(int32_t, C_LAST), n[CONTAINERS], n[BLOCKS]) &&
           are_indices(AS(int32_t, KIND), n[BLOCKS] * KINDS, n[OF_KINDS]);
}

/* Room for everything that is worked out on the way; zeros. */
static int make_room(struct context *seen)
{
    size_t n = (size_t)seen->n[BLOCKS], pages = (size_t)seen->n[PAGES], kinds = (size_t)seen->n[OF_KINDS];
    size_t figures = (size_t)seen->n[CONTAINERS] * FIGURES;
    size_t doubles = 2 * n + 2 + kinds, ints = n + 2 * pages;
    seen->sum = PyMem_Calloc(1, doubles * sizeof(double) + (figures + n) * sizeof(float) + ints * sizeof(int32_t));
    if (seen->sum == NULL)
        return no_room();
    seen->mean = seen->sum + 2 * n + 2;
    seen->expected = (float *)(seen->mean + kinds);
    seen->opinion = seen->expected + figures;
    seen->coming = (int32_t *)(seen->opinion + n);
    seen->best = seen->coming + n;
    seen->sure = seen->best + pages;
    return 1;
}

/* The rows of all blocks. */
static void fill_context(struct context *seen)
{
    float *result = seen->v[RESULT].buf;
    size_t types = (size_t)seen->types * sizeof *result;
    add_up(seen);
    expect(seen);
    for (Py_ssize_t i = 0, latest = -1; i < seen->n[BLOCKS]; i++) {
        latest = is_sure(seen, i) ? i : latest;
        fill_row(seen, i, latest, result);
        memcpy(result + CONTEXT, AS(float, TYPES) + AS(int32_t, PAGE)[i] * seen->types, types);
        result += CONTEXT + seen->types;
    }
}

KERNEL(context_columns)
{
    static const char kinds[] = "ffiiiiiiiiidiiff+f";
    static const struct size sizes[ARRAYS] = {
        [OPINION] = {BLOCKS}, [WORDS] = {BLOCKS}, [PAGE] = {BLOCKS}, [FIRST] = {PAGES}, [LENGTH] = {PAGES},
        [OF_BLOCK] = {BLOCKS}, [PARENT] = {CONTAINERS}, [C_FIRST] = {CONTAINERS}, [C_LAST] = {CONTAINERS},
        [C_PAGE] = {CONTAINERS}, [KIND] = {BLOCKS, KINDS}, [WEIGHT] = {OF_KINDS}, [STEP] = {ALONE, STEPS},
        [WINDOW] = {ALONE, WINDOWS}, [LIMIT] = {ALONE, 3}, [TYPES] = {FREE}, [RESULT] = {FREE},
    };
    struct context seen = {.sum = NULL};
    (void)self;
    if (open_arrays(args, given, kinds, seen.v) < 0)
        return NULL;
    int fit = have_sizes(seen.v, sizes, ARRAYS, seen.n) && belong_together(&seen) && make_room(&seen);
    if (fit)
        fill_context(&seen);
    PyMem_Free(seen.sum);
    close_arrays(kinds, seen.v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
