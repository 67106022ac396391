/* Boosted trees, walked from their roots: several rows at a time, so that one's look-ups hide behind another's. */
#include "kernels.h"

#define ABREAST 16
#define DEEPEST 64 /* steps after which a tree of at most 64 leaves has come to one */

/* A question and where its answers lead: child[1] if the feature is at most the threshold. A leaf is its own child. */
struct node {
    float threshold;
    int32_t feature, child[2];
};

struct forest {
    const struct node *node;
    const float *value;
    Py_ssize_t nodes, features;
};

/* Is everything that a walk may read inside the arrays? */
static int is_forest(const struct forest *forest, const int32_t *root, Py_ssize_t roots)
{
    const uint32_t nodes = (uint32_t)forest->nodes, features = (uint32_t)forest->features;
    uint32_t outside = 0; /* without a branch, so that many are looked at together */
    for (Py_ssize_t k = 0; k < forest->nodes; k++) {
        const struct node *node = &forest->node[k];
        outside |= (uint32_t)node->feature >= features;
        outside |= ((uint32_t)node->child[0] >= nodes) | ((uint32_t)node->child[1] >= nodes);
    }
    for (Py_ssize_t k = 0; k < roots; k++)
        outside |= (uint32_t)root[k] >= nodes;
    return !outside || unlike("a node that asks for what is not there");
}

/* Takes each row one step down; are some of them still on their way? */
static inline int step(const struct forest *forest, const float *x, int rows, int32_t *at)
{
    int32_t moved = 0;
    for (int k = 0; k < rows; k++) {
        const struct node *node = &forest->node[at[k]];
        int32_t next = node->child[x[k * forest->features + node->feature] <= node->threshold];
        moved |= next ^ at[k];
        at[k] = next;
    }
    return moved != 0;
}

/* Adds the leaves of all trees for some rows that stand one behind another. */
static void add_leaves(const struct forest *forest, const int32_t *root, Py_ssize_t roots, const float *x, int rows,
                       float *total)
{
    double sum[ABREAST] = {0};
    for (Py_ssize_t t = 0; t < roots; t++) {
        int32_t at[ABREAST];
        for (int k = 0; k < ABREAST; k++)
            at[k] = root[t];
        int left = DEEPEST;
        if (rows == ABREAST)
            while (step(forest, x, ABREAST, at) && --left > 0)
                ;
        else
            while (step(forest, x, rows, at) && --left > 0)
                ;
        for (int k = 0; k < rows; k++)
            sum[k] += forest->value[at[k]];
    }
    for (int k = 0; k < rows; k++)
        total[k] = (float)sum[k];
}

KERNEL(tree_leaves)
{
    static const char kinds[] = "fifi+f";
    Py_buffer v[5];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t rows = items(&v[4]), roots = items(&v[3]);
    struct forest forest = {v[1].buf, v[2].buf, items(&v[2]), rows ? items(&v[0]) / rows : 0};
    int fit = (forest.nodes <= INT32_MAX && forest.features <= INT32_MAX && items(&v[1]) == 4 * forest.nodes &&
               items(&v[0]) == rows * forest.features) ||
              unlike("nodes or rows of another length");
    fit = fit && (!rows || is_forest(&forest, v[3].buf, roots));
    for (Py_ssize_t k = 0; fit && k < rows; k += ABREAST) {
        int together = rows - k < ABREAST ? (int)(rows - k) : ABREAST;
        add_leaves(&forest, v[3].buf, roots, (const float *)v[0].buf + k * forest.features, together,
                   (float *)v[4].buf + k);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
