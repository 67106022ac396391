/* Where blocks stand on their pages, and how they fit the rest of them: signals/position.py and signals/language.py. */
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

#define PROSE 120.0f /* characters without links that make a paragraph */
#define FEW_LINKS 0.2f
#define TAGS 256
#define ENOUGH 200.0f /* characters of the rest of a page that say what is usual there */
enum { FROM_START, FROM_END, DEPTH, BETWEEN_PROSE, INSIDE, POSITIONS = INSIDE + 2 };

/* The number behind the last block of the page that starts at a block. */
static Py_ssize_t page_end(const int32_t *page, Py_ssize_t count, Py_ssize_t from)
{
    Py_ssize_t to = from + 1;
    while (to < count && page[to] == page[from])
        to++;
    return to;
}

struct blocks {
    Py_ssize_t count;
    const int32_t *page, *element, *depth;
    const float *characters, *density;
};

static int is_prose(const struct blocks *all, Py_ssize_t k)
{
    return all->characters[k] > PROSE && all->density[k] < FEW_LINKS;
}

static void fill_positions(const struct blocks *all, Py_ssize_t from, Py_ssize_t to, float *rows)
{
    int32_t shallowest = all->depth[all->element[from]];
    for (Py_ssize_t k = from; k < to; k++)
        shallowest = all->depth[all->element[k]] < shallowest ? all->depth[all->element[k]] : shallowest;
    for (Py_ssize_t k = from; k < to; k++) {
        rows[FROM_START * all->count + k] = log1((float)(k - from));
        rows[FROM_END * all->count + k] = log1((float)(to - 1 - k));
        rows[DEPTH * all->count + k] = log1((float)all->depth[all->element[k]] - (float)shallowest);
        rows[BETWEEN_PROSE * all->count + k] = k > from && k + 1 < to && is_prose(all, k - 1) && is_prose(all, k + 1);
    }
}

/* Marks the blocks that any element with a wanted tag covers; `open` has room for a number more than blocks. */
static void fill_inside(const uint8_t *tag, Py_ssize_t elements, const int32_t *first, const int32_t *last,
                        const uint8_t *wanted, Py_ssize_t blocks, int32_t *open, float *row)
{
    memset(open, 0, (size_t)(blocks + 1) * sizeof *open);
    for (Py_ssize_t e = 0; e < elements; e++)
        if (wanted[tag[e]]) {
            open[first[e]]++;
            open[last[e]]--;
        }
    int64_t inside = 0;
    for (Py_ssize_t k = 0; k < blocks; k++)
        row[k] = (inside += open[k]) > 0;
}

KERNEL(positions)
{
    static const char kinds[] = "iiiffBiiB+f";
    Py_buffer v[10];
    int32_t *room = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    struct blocks all = {items(&v[0]), v[0].buf, v[1].buf, v[2].buf, v[3].buf, v[4].buf};
    Py_ssize_t n = all.count, m = items(&v[2]);
    int fit = items(&v[1]) == n && items(&v[3]) == n && items(&v[4]) == n && items(&v[5]) == m && items(&v[6]) == m &&
              items(&v[7]) == m && items(&v[8]) == 2 * TAGS && items(&v[9]) == POSITIONS * n;
    fit = (fit || unlike("columns of several lengths")) && are_indices(v[1].buf, n, m) &&
          are_indices(v[6].buf, m, n + 1) && are_indices(v[7].buf, m, n + 1);
    if (fit && (room = PyMem_Malloc((size_t)(n + 1) * sizeof *room)) == NULL) {
        PyErr_NoMemory();
        fit = 0;
    }
    float *rows = v[9].buf;
    for (Py_ssize_t from = 0, to; fit && from < n; from = to) {
        to = page_end(all.page, n, from);
        fill_positions(&all, from, to, rows);
    }
    for (int k = 0; fit && k < POSITIONS - INSIDE; k++)
        fill_inside(v[5].buf, m, v[6].buf, v[7].buf, (uint8_t *)v[8].buf + k * TAGS, n, room, rows + (INSIDE + k) * n);
    PyMem_Free(room);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

KERNEL(unfamiliar)
{
    static const char kinds[] = "ffi+f";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *share = v[0].buf, *characters = v[1].buf;
    const int32_t *page = v[2].buf;
    float *strange = v[3].buf;
    Py_ssize_t n = items(&v[2]);
    int fit = (items(&v[0]) == n && items(&v[1]) == n && items(&v[3]) == n) || unlike("columns of several lengths");
    for (Py_ssize_t from = 0, to; fit && from < n; from = to) {
        double known = 0, all = 0;
        to = page_end(page, n, from);
        for (Py_ssize_t k = from; k < to; k++) {
            known += (share[k] > 0 ? share[k] : 0) * characters[k];
            all += characters[k];
        }
        for (Py_ssize_t k = from; k < to; k++) {
            float rest = (float)all - characters[k], own = (share[k] > 0 ? share[k] : 0) * characters[k];
            strange[k] = rest > ENOUGH ? ((float)known - own) / rest - share[k] : 0;
        }
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
