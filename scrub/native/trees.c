/* Boosted trees: several rows answer all questions of a tree, whatever comes of them (see classifier/trees.py). */
#include "kernels.h"
#include "lanes.h"

#include <string.h>

#define ABREAST 16
#define FIRST 50       /* trees after which a row may be settled */
#define SETTLED (-4.5f)

/* Is a row's feature at most the threshold? If not, leaves are out. From one of `tree` to the next are the questions
   of a tree, from one of `leaf` to the next its leaves. */
struct forest {
    const uint16_t *feature;
    const float *threshold;
    const uint32_t *out;
    const int32_t *tree, *leaf;
    const float *value;
    Py_ssize_t trees, features;
};

/* Do the numbers rise from 0 to the size? */
static int are_edges(const int32_t *edge, Py_ssize_t count, Py_ssize_t size, int32_t least)
{
    int right = edge[0] == 0 && edge[count] == size;
    for (Py_ssize_t k = 0; k < count; k++)
        right &= edge[k] <= INT32_MAX - least && edge[k + 1] >= edge[k] + least;
    return right || unlike("trees of other questions or leaves");
}

/* Are all features there? */
static int are_features(const uint16_t *feature, Py_ssize_t count, Py_ssize_t size)
{
    int most = -1; /* without a branch, so that many are looked at together */
    for (Py_ssize_t k = 0; k < count; k++)
        most = feature[k] > most ? feature[k] : most;
    return most < size || unlike("a question about what is not there");
}

#ifdef __GNUC__
/* Several rows as one value: left to itself a compiler takes several questions together instead, and strews its reads. */
#define TOGETHER 8
typedef uint32_t bits __attribute__((vector_size(4 * TOGETHER)));
typedef float row __attribute__((vector_size(4 * TOGETHER), aligned(4), may_alias));
#else
#define TOGETHER 1
typedef uint32_t bits;
typedef float row;
#endif

/* The leaves of a tree that the answers of each of some rows rule out. x: ABREAST for each feature. */
static inline void ask(const struct forest *forest, Py_ssize_t tree, const float *x, uint32_t out[ABREAST])
{
    bits gone[ABREAST / TOGETHER];
    memset(gone, 0, sizeof gone);
    for (int32_t q = forest->tree[tree]; q < forest->tree[tree + 1]; q++) {
        const row *at = (const row *)(x + (Py_ssize_t)forest->feature[q] * ABREAST);
        for (int k = 0; k < ABREAST / TOGETHER; k++)
            gone[k] |= ~(bits)(at[k] <= forest->threshold[q]) & forest->out[q];
    }
    memcpy(out, gone, sizeof gone);
}

/* The leaf in which each of some rows ends: the first one that is left. */
static inline void find_leaves(const uint32_t out[ABREAST], uint32_t last, uint32_t leaf[ABREAST])
{
    for (int k = 0; k < ABREAST; k++) {
        uint32_t left = ~out[k], lowest = left & (0 - left), raw, number;
        float power = (float)(int32_t)lowest; /* the number of a single bit is its exponent */
        memcpy(&raw, &power, sizeof raw);
        number = (raw >> 23 & 0xff) - 127;
        leaf[k] = number < last ? number : last;
    }
}

/* Adds the leaves of some of the trees. */
LANES static void add_leaves(const struct forest *forest, Py_ssize_t from, Py_ssize_t to, const float *x, double *sum)
{
    uint32_t out[ABREAST], leaf[ABREAST];
    for (Py_ssize_t t = from; t < to; t++) {
        const float *value = forest->value + forest->leaf[t];
        ask(forest, t, x, out);
        find_leaves(out, (uint32_t)(forest->leaf[t + 1] - forest->leaf[t] - 1), leaf);
        for (int k = 0; k < ABREAST; k++)
            sum[k] += value[leaf[k]];
    }
}

/* Adds to the totals of a few rows what the first trees say, and for those that are not settled the others. */
static void descend(const struct forest *forest, const float *x, float *total, int rows)
{
    Py_ssize_t first = forest->trees < FIRST ? forest->trees : FIRST;
    double sum[ABREAST] = {0}, others[ABREAST] = {0};
    int doubtful = 0;
    add_leaves(forest, 0, first, x, sum);
    for (int k = 0; k < rows; k++) {
        total[k] += (float)sum[k];
        doubtful |= total[k] > SETTLED;
    }
    if (!doubtful || first == forest->trees)
        return;
    add_leaves(forest, first, forest->trees, x, others);
    for (int k = 0; k < rows; k++)
        total[k] += total[k] > SETTLED ? (float)others[k] : 0;
}

/* A few rows by features; where rows are missing the first one stands again. */
static void turn(const float *row, int rows, Py_ssize_t features, float *x)
{
    for (Py_ssize_t f = 0; f < features; f++)
        for (int k = 0; k < ABREAST; k++)
            x[f * ABREAST + k] = row[(k < rows ? k : 0) * features + f];
}

enum { X, FEATURE, THRESHOLD, OUT, TREE, LEAF, VALUE, TOTAL, ARRAYS };

/* Do the arrays belong together? */
static int belong_together(const Py_buffer *v, struct forest *forest)
{
    enum { QUESTIONS, EDGES };
    static const struct size sizes[ARRAYS] = {
        [X] = {FREE, 0}, [FEATURE] = {QUESTIONS, 0}, [THRESHOLD] = {QUESTIONS, 0}, [OUT] = {QUESTIONS, 0},
        [TREE] = {EDGES, 0}, [LEAF] = {EDGES, 0}, [VALUE] = {FREE, 0}, [TOTAL] = {FREE, 0},
    };
    Py_ssize_t number[MOST_NUMBERS], rows = items(&v[TOTAL]);
    if (!have_sizes(v, sizes, ARRAYS, number))
        return 0;
    *forest = (struct forest){
        v[FEATURE].buf, v[THRESHOLD].buf, v[OUT].buf, v[TREE].buf, v[LEAF].buf, v[VALUE].buf, number[EDGES] - 1,
        rows ? items(&v[X]) / rows : 0,
    };
    if (forest->trees < 0 || items(&v[X]) != rows * forest->features)
        return unlike("rows or trees of another length");
    return are_edges(forest->tree, forest->trees, number[QUESTIONS], 0) &&
           are_edges(forest->leaf, forest->trees, items(&v[VALUE]), 1) &&
           (rows == 0 || are_features(forest->feature, number[QUESTIONS], forest->features));
}

KERNEL(tree_leaves)
{
    static const char kinds[] = "fHfIiif+f";
    Py_buffer v[ARRAYS];
    struct forest forest;
    float *room = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = belong_together(v, &forest);
    Py_ssize_t rows = items(&v[TOTAL]);
    if (fit && (room = PyMem_Malloc(((size_t)forest.features * ABREAST + 1) * sizeof *room)) == NULL)
        fit = no_room();
    for (Py_ssize_t k = 0; fit && k < rows; k += ABREAST) {
        int together = rows - k < ABREAST ? (int)(rows - k) : ABREAST;
        turn((const float *)v[X].buf + k * forest.features, together, forest.features, room);
        descend(&forest, room, (float *)v[TOTAL].buf + k, together);
    }
    PyMem_Free(room);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
