/* Documents cut finer: see classifier/stretches.py. */
#include "kernels.h"

enum { START, END, EDGE, FIRST, LAST, ANCHOR, NEW_START, NEW_END, OWNER, INNER, NEW_FIRST, NEW_LAST, ANCHOR_BLOCK, ARRAYS };

struct blocks {
    const int32_t *start, *end;
    Py_ssize_t count;
};

/* The finer blocks: where each starts and ends, the block that it was cut from, and whether it is not the first of it. */
struct finer {
    int32_t *start, *end, *owner;
    uint8_t *inner;
};

/* Do numbers rise, or stay as they are? */
static int are_rising(const int32_t *value, Py_ssize_t count)
{
    int rising = 1;
    for (Py_ssize_t k = 1; k < count; k++)
        rising &= value[k] >= value[k - 1];
    return rising || unlike("places out of order");
}

/* Cuts blocks at the edges, and writes down the first finer block at or behind each one's start; returns how many there
   are. What starts before the first block is left out. */
static Py_ssize_t cut_at_edges(const struct blocks *blocks, const int32_t *edge, Py_ssize_t edges,
                               const struct finer *finer, int32_t *number)
{
    Py_ssize_t found = 0, block = 0, k = 0;
    while (block < blocks->count || k < edges) {
        int is_block = k == edges || (block < blocks->count && blocks->start[block] <= edge[k]);
        int32_t at = is_block ? blocks->start[block] : edge[k];
        for (; block < blocks->count && blocks->start[block] == at; block++)
            number[block] = (int32_t)found;
        while (k < edges && edge[k] == at)
            k++;
        if (block == 0)
            continue;
        int32_t end = blocks->end[block - 1];
        if (block < blocks->count && blocks->start[block] < end)
            end = blocks->start[block];
        if (k < edges && edge[k] < end)
            end = edge[k];
        if (end <= at)
            continue;
        finer->start[found] = at;
        finer->end[found] = end;
        finer->owner[found] = (int32_t)block - 1;
        finer->inner[found] = !is_block;
        found++;
    }
    number[blocks->count] = (int32_t)found;
    return found;
}

/* The finer blocks that elements cover, and that anchors stand in: the last that does not start behind them. */
static void number_anew(const Py_buffer *v, const int32_t *number, const struct finer *finer, Py_ssize_t found)
{
    const int32_t *first = v[FIRST].buf, *last = v[LAST].buf, *anchor = v[ANCHOR].buf;
    int32_t *new_first = v[NEW_FIRST].buf, *new_last = v[NEW_LAST].buf, *block = v[ANCHOR_BLOCK].buf;
    Py_ssize_t at = 0;
    for (Py_ssize_t e = 0; e < items(&v[FIRST]); e++) {
        new_first[e] = number[first[e]];
        new_last[e] = number[last[e]];
    }
    for (Py_ssize_t j = 0; j < items(&v[ANCHOR]); j++) {
        while (at < found && finer->start[at] <= anchor[j])
            at++;
        block[j] = (int32_t)at - 1;
    }
}

KERNEL(cut_blocks)
{
    enum { BLOCKS, EDGES, ELEMENTS, ANCHORS, ROOM };
    static const char kinds[] = "iiiiii+i+i+i+B+i+i+i";
    static const struct size sizes[ARRAYS] = {
        [START] = {BLOCKS}, [END] = {BLOCKS}, [EDGE] = {EDGES}, [FIRST] = {ELEMENTS}, [LAST] = {ELEMENTS},
        [ANCHOR] = {ANCHORS}, [NEW_START] = {ROOM}, [NEW_END] = {ROOM}, [OWNER] = {ROOM}, [INNER] = {ROOM},
        [NEW_FIRST] = {ELEMENTS}, [NEW_LAST] = {ELEMENTS}, [ANCHOR_BLOCK] = {ANCHORS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS], found = 0;
    int32_t *number = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) &&
              (n[ROOM] == n[BLOCKS] + n[EDGES] || unlike("room for each block and each edge is wanted")) &&
              are_rising(v[START].buf, n[BLOCKS]) && are_rising(v[EDGE].buf, n[EDGES]) &&
              are_rising(v[ANCHOR].buf, n[ANCHORS]) && are_indices(v[FIRST].buf, n[ELEMENTS], n[BLOCKS] + 1) &&
              are_indices(v[LAST].buf, n[ELEMENTS], n[BLOCKS] + 1);
    if (fit && (number = PyMem_Malloc((size_t)(n[BLOCKS] + 1) * sizeof *number)) == NULL)
        fit = no_room();
    if (fit) {
        const struct blocks blocks = {v[START].buf, v[END].buf, n[BLOCKS]};
        const struct finer finer = {v[NEW_START].buf, v[NEW_END].buf, v[OWNER].buf, v[INNER].buf};
        found = cut_at_edges(&blocks, v[EDGE].buf, n[EDGES], &finer, number);
        number_anew(v, number, &finer, found);
    }
    PyMem_Free(number);
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(found) : NULL;
}
