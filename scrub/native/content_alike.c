/* What blocks that a template makes alike are made of. */
#include "content.h"
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

#define MADE (EACH - 2)

/* What `alike_columns` reads of blocks. */
struct alike {
    Py_ssize_t n, count;
    const int32_t *of_block, *nth;
    const double *blocks, *weight;
    const float *words, *density, *wording, *paths;
    const int32_t *container;
};

/* What the blocks of each kind are made of; `sum` has room for three sums a kind, which are 0. */
static void make_up(const struct alike *all, double *sum, float *made)
{
    for (Py_ssize_t kind = 0; kind < KINDS; kind++)
        for (Py_ssize_t i = 0; i < all->n; i++) {
            double *of = sum + 3 * (size_t)all->of_block[kind * all->n + i];
            of[0] += (double)(all->density[i] * (all->words[i] + 1.0f));
            of[1] += (double)all->paths[all->container[i] * (Py_ssize_t)PATH + INNER_NAMES];
            of[2] += (double)all->wording[i * WORDED + INNER_WORDING];
        }
    for (Py_ssize_t k = 0; k < all->count; k++) {
        float *row = made + k * MADE;
        row[0] = log1((float)all->blocks[k]);
        row[1] = log1((float)(all->weight[k] / all->blocks[k]));
        row[2] = (float)(sum[3 * k] / all->weight[k]);
        row[3] = (float)(sum[3 * k + 1] / all->blocks[k]);
        row[4] = (float)(sum[3 * k + 2] / all->blocks[k]);
    }
}

/* What the kinds of each block are made of, and its place in them. */
static void fill_alike(const struct alike *all, const float *made, float *result)
{
    for (Py_ssize_t i = 0; i < all->n; i++)
        for (Py_ssize_t kind = 0; kind < KINDS; kind++, result += EACH) {
            int32_t of = all->of_block[kind * all->n + i], nth = all->nth[kind * all->n + i];
            memcpy(result, made + (size_t)of * MADE, MADE * sizeof *made);
            result[5] = log1((float)nth);
            result[6] = (float)(nth / all->blocks[of]);
        }
}

KERNEL(alike_columns)
{
    enum { OF_BLOCK, NTH, BLOCKS, WEIGHT, WORDS, DENSITY, WORDING, PATHS, CONTAINER, RESULT, ARRAYS };
    enum { ALL, MADE_ALIKE, CONTAINERS };
    const size_t width = 3 * sizeof(double) + MADE * sizeof(float); /* of what is known of a kind */
    static const char kinds[] = "iiddffffi+f";
    static const struct size sizes[ARRAYS] = {
        [OF_BLOCK] = {ALL, KINDS}, [NTH] = {ALL, KINDS}, [BLOCKS] = {MADE_ALIKE}, [WEIGHT] = {MADE_ALIKE},
        [WORDS] = {ALL}, [DENSITY] = {ALL}, [WORDING] = {ALL, WORDED}, [PATHS] = {CONTAINERS, PATH},
        [CONTAINER] = {ALL}, [RESULT] = {ALL, ALIKE},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    double *sum = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) && are_indices(v[OF_BLOCK].buf, n[ALL] * KINDS, n[MADE_ALIKE]) &&
              are_indices(v[CONTAINER].buf, n[ALL], n[CONTAINERS]) &&
              ((sum = PyMem_Calloc((size_t)n[MADE_ALIKE] + 1, width)) != NULL || no_room());
    if (fit) {
        float *made = (float *)(sum + 3 * n[MADE_ALIKE]);
        struct alike all = {
            n[ALL], n[MADE_ALIKE], v[OF_BLOCK].buf, v[NTH].buf, v[BLOCKS].buf, v[WEIGHT].buf,
            v[WORDS].buf, v[DENSITY].buf, v[WORDING].buf, v[PATHS].buf, v[CONTAINER].buf,
        };
        make_up(&all, sum, made);
        fill_alike(&all, made, v[RESULT].buf);
    }
    PyMem_Free(sum);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
