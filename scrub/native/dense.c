/* Small networks over rows that differ little from the rows before them.

   Of the columns of two blocks that follow each other most are the same: those of their containers and their page, and
   all that is usual. A product is worked out from what is different, in tiles of rows so short that rounding adds
   nothing worth a word, and so that a tile's part of the weights stays in the nearest cache. What a page's rows come to
   does not hang on the pages beside it. */
#include "kernels.h"

#include <math.h>
#include <string.h>

#define TILE 32        /* rows */
#define STRIPE 64      /* columns of a tile whose weights are used together */
#define WIDEST 512     /* columns of any layer */
#define SLACK 16       /* entries that may be written behind the last */
#define MOST_VECTORS 12 /* sums at a time */

/* The columns of a row that count, and how much. */
struct entries {
    int count;
    int32_t *index;
    float *value;
};

/* The loops for one width of vectors. */
struct loops {
    void (*add_rows)(const struct entries *, Py_ssize_t, const float *, Py_ssize_t, const float *, float *, Py_ssize_t);
    void (*change)(const float *, Py_ssize_t, int, const float *, const float *, const float *, int, int,
                   struct entries *);
    int (*positives)(const float *, int, int32_t *, float *);
    float (*multiply)(const float *, const float *, int);
};

#if defined(__GNUC__)
#define INLINED __attribute__((always_inline))
#define KEPT(pointer) __asm__("" : "+r"(pointer)) /* in one register, not as many sums of its parts */
#else
#define INLINED
#define KEPT(pointer)
#endif

#if defined(__GNUC__) && defined(__x86_64__)
#include <immintrin.h>

#define NAME(name) name##_16
#define TARGET __attribute__((target("avx512f")))
#define LANES 16
#define VECTOR __m512
#define SPREAD _mm512_set1_ps
#define READ _mm512_loadu_ps
#define WRITE _mm512_storeu_ps
#define SUM _mm512_add_ps
#define ADDED _mm512_fmadd_ps
#define POSITIVE(value) _mm512_max_ps(_mm512_setzero_ps(), value)
#include "dense_rows.h"

#define NAME(name) name##_8
#define TARGET __attribute__((target("avx2,fma")))
#define LANES 8
#define VECTOR __m256
#define SPREAD _mm256_set1_ps
#define READ _mm256_loadu_ps
#define WRITE _mm256_storeu_ps
#define SUM _mm256_add_ps
#define ADDED _mm256_fmadd_ps
#define POSITIVE(value) _mm256_max_ps(_mm256_setzero_ps(), value)
#include "dense_rows.h"
#endif

/* Where nothing is known of the machine. */
#define NAME(name) name##_any
#define TARGET
#if defined(__GNUC__)
typedef float four __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t four_masks __attribute__((vector_size(16)));
#define LANES 4
#define VECTOR four
#define SPREAD(value) ((four){(value), (value), (value), (value)})
#define READ(from) (*(const four *)(from))
#define WRITE(to, value) (*(four *)(to) = (value))
#define POSITIVE(value) ((four)(~((value) < 0.0f) & (four_masks)(value)))
#else
#define LANES 1
#define VECTOR float
#define SPREAD(value) (value)
#define READ(from) (*(from))
#define WRITE(to, value) (*(to) = (value))
#define POSITIVE(value) ((value) < 0.0f ? 0.0f : (value))
#endif
#define SUM(one, other) ((one) + (other))
#define ADDED(one, other, sum) ((sum) + (one) * (other))
#include "dense_rows.h"

/* The loops with the widest vectors that the machine has, of so many lanes at most. */
static const struct loops *loops_of(int lanes)
{
#if defined(__GNUC__) && defined(__x86_64__)
    if (lanes >= 16 && __builtin_cpu_supports("avx512f"))
        return &loops_16;
    if (lanes >= 8 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &loops_8;
#endif
    (void)lanes;
    return &loops_any;
}

/* The arrays. */
enum { X, LOW, HIGH, PAGE, WEIGHT, BIAS, HIDDEN, NEXT, NEXT_BIAS, OUT, BASE, MOST_LANES, ANSWER, ARRAYS };

/* The arrays, and how wide the layers are. */
struct network {
    Py_buffer v[ARRAYS];
    const struct loops *loops;
    Py_ssize_t rows;
    int inputs, width, stride; /* columns of x, of its product, of `hidden` */
    int read, units;           /* columns of the product that are read, and of the next layer */
    float nothing[WIDEST];     /* zeros, cut to the ranges of the columns */
};

#define AS(type, name) ((const type *)net->v[name].buf)

/* Adds the product of some rows of one page, the first of which stands alone. */
static void add_tile(const struct network *net, Py_ssize_t first, Py_ssize_t rows)
{
    int32_t index[TILE][STRIPE + SLACK];
    float value[TILE][STRIPE + SLACK];
    float *result = (float *)net->v[HIDDEN].buf + (first + 1) * net->stride - net->width;
    struct entries entries[TILE];
    for (Py_ssize_t r = 0; r < rows; r++)
        entries[r] = (struct entries){0, index[r], value[r]};
    for (int from = 0; from < net->inputs; from += STRIPE) {
        int to = from + STRIPE < net->inputs ? from + STRIPE : net->inputs;
        net->loops->change(AS(float, X) + first * net->inputs, rows, net->inputs, AS(float, LOW), AS(float, HIGH),
                           net->nothing, from, to, entries);
        net->loops->add_rows(entries, rows, AS(float, WEIGHT), net->width,
                             from == 0 && net->v[BIAS].len ? AS(float, BIAS) : NULL, result, net->stride);
    }
}

/* What the layers behind say of a row of the hidden one. */
static float answer_of(const struct network *net, Py_ssize_t i)
{
    const float *hidden = AS(float, HIDDEN) + (i + 1) * net->stride - net->width;
    int32_t index[WIDEST + SLACK];
    float value[WIDEST + SLACK], next[WIDEST];
    struct entries entries = {net->loops->positives(hidden, net->read, index, value), index, value};
    net->loops->add_rows(&entries, 1, AS(float, NEXT), net->units, AS(float, NEXT_BIAS), next, net->units);
    float logit = net->loops->multiply(next, AS(float, OUT), net->units) + AS(float, BASE)[0];
    float tail = expf(-fabsf(logit)), away = 0.5f * (1.0f - tail) / (1.0f + tail);
    return logit < 0.0f ? 0.5f - away : 0.5f + away;
}

/* All rows, tile by tile. */
static void fill_network(const struct network *net)
{
    const int32_t *page = AS(int32_t, PAGE);
    float *answer = net->v[ANSWER].buf;
    for (Py_ssize_t first = 0, rows; first < net->rows; first += rows) {
        rows = 1;
        while (rows < TILE && first + rows < net->rows && page[first + rows] == page[first])
            rows++;
        add_tile(net, first, rows);
        for (Py_ssize_t i = first; i < first + rows; i++)
            answer[i] = answer_of(net, i);
    }
}

/* Is an array two-dimensional, with rows of a width that vectors divide? */
static int is_layer(const Py_buffer *view)
{
    return (view->ndim == 2 && view->shape[0] <= WIDEST && view->shape[1] > 0 && view->shape[1] <= WIDEST &&
            view->shape[1] % 16 == 0) ||
           unlike("a layer of another shape");
}

/* Does every array have its size? */
static int belong_together(struct network *net)
{
    const Py_buffer *v = net->v;
    if (!is_layer(&v[WEIGHT]) || !is_layer(&v[NEXT]))
        return 0;
    net->rows = items(&v[PAGE]);
    net->inputs = (int)v[WEIGHT].shape[0];
    net->width = (int)v[WEIGHT].shape[1];
    net->read = (int)v[NEXT].shape[0];
    net->units = (int)v[NEXT].shape[1];
    net->stride = net->rows ? (int)(items(&v[HIDDEN]) / net->rows) : net->width;
    return (items(&v[X]) == net->rows * net->inputs && items(&v[LOW]) == net->inputs &&
            items(&v[HIGH]) == net->inputs &&
            (items(&v[BIAS]) == net->width || v[BIAS].len == 0) && net->stride >= net->width && net->stride <= WIDEST &&
            items(&v[HIDDEN]) == net->rows * net->stride && net->read <= net->width &&
            items(&v[NEXT_BIAS]) == net->units && items(&v[OUT]) == net->units && items(&v[BASE]) == 1 &&
            items(&v[MOST_LANES]) == 1 && items(&v[ANSWER]) == net->rows) ||
           unlike("layers that do not fit each other");
}

/* Where each column of a page's first row comes from: 0, or what is next to it in its range. */
static void cut_nothing(struct network *net)
{
    for (int k = 0; k < net->inputs; k++) {
        float low = AS(float, LOW)[k], high = AS(float, HIGH)[k];
        net->nothing[k] = low > 0.0f ? low : high < 0.0f ? high : 0.0f;
    }
}

KERNEL(network)
{
    static const char kinds[] = "fffiff+fffffB+f";
    struct network net = {.rows = 0};
    (void)self;
    if (open_arrays(args, given, kinds, net.v) < 0)
        return NULL;
    int fit = belong_together(&net);
    if (fit) {
        net.loops = loops_of(*(const uint8_t *)net.v[MOST_LANES].buf);
        cut_nothing(&net);
        fill_network(&net);
    }
    close_arrays(kinds, net.v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
