/* Links that leave the site, and sums over them: see signals/links.py. */
#include "kernels.h"

#include <string.h>

#define MOST_DOMAINS (1 << 24)

/* The highest code of a domain; -1 where there is none, or where a block stands before that of an earlier anchor. */
static int32_t highest(const int32_t *code, const int32_t *block, Py_ssize_t count)
{
    int32_t most = -1, last = 0;
    for (Py_ssize_t k = 0; k < count; k++) {
        most = code[k] > most ? code[k] : most;
        if (code[k] >= 0 && block[k] < last)
            return -1;
        last = code[k] >= 0 ? block[k] : last;
    }
    return most;
}

struct outlinks {
    const int32_t *code, *block;
    int32_t *anchor, *mine, *whole;
};

/* Counts the outlinks from..to, which are those of one block, by their domains; `count` is 0 before and after. */
static void count_mine(const struct outlinks *all, Py_ssize_t from, Py_ssize_t to, int32_t *count)
{
    for (Py_ssize_t j = from; j < to; j++)
        count[all->code[all->anchor[j]]]++;
    for (Py_ssize_t j = from; j < to; j++)
        all->mine[j] = count[all->code[all->anchor[j]]];
    for (Py_ssize_t j = from; j < to; j++)
        count[all->code[all->anchor[j]]] = 0;
}

/* Fills the columns of the outlinks among some anchors; returns how many they are. */
static Py_ssize_t fill_outlinks(const struct outlinks *all, Py_ssize_t anchors, int32_t *count, int32_t *everywhere)
{
    Py_ssize_t found = 0;
    for (Py_ssize_t k = 0; k < anchors; k++)
        if (all->code[k] >= 0) {
            all->anchor[found++] = (int32_t)k;
            everywhere[all->code[k]]++;
        }
    for (Py_ssize_t from = 0, to; from < found; from = to) {
        for (to = from + 1; to < found && all->block[all->anchor[to]] == all->block[all->anchor[from]];)
            to++;
        count_mine(all, from, to, count);
    }
    for (Py_ssize_t j = 0; j < found; j++)
        all->whole[j] = everywhere[all->code[all->anchor[j]]];
    return found;
}

enum { ANCHOR, BLOCK, PAGE, DOMAIN, MINE, WHOLE, ROWS }; /* as in links.Outlinks */

/* Copies of the outlinks what is known of them as anchors. */
static void take(const int32_t *column, const int32_t *anchor, Py_ssize_t found, int32_t *row)
{
    for (Py_ssize_t j = 0; j < found; j++)
        row[j] = column[anchor[j]];
}

KERNEL(find_outlinks)
{
    static const char kinds[] = "iii+i";
    Py_buffer v[4];
    Py_ssize_t found = -1;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t anchors = items(&v[0]);
    int32_t *row = v[3].buf;
    int fit = (items(&v[1]) == anchors && items(&v[2]) == anchors && items(&v[3]) == ROWS * anchors) ||
              unlike("columns of several lengths");
    struct outlinks all = {v[0].buf, v[1].buf, row, row + MINE * anchors, row + WHOLE * anchors};
    int32_t most = fit ? highest(all.code, all.block, anchors) : -1;
    if (fit && most >= 0 && most < MOST_DOMAINS) {
        int32_t *room = PyMem_Calloc((size_t)most + 1, 2 * sizeof *room);
        if (room == NULL)
            fit = no_room();
        else
            found = fill_outlinks(&all, anchors, room, room + most + 1);
        PyMem_Free(room);
    }
    take(all.block, all.anchor, found, row + BLOCK * anchors);
    take(v[2].buf, all.anchor, found, row + PAGE * anchors);
    take(all.code, all.anchor, found, row + DOMAIN * anchors);
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(found) : NULL;
}

KERNEL(outlink_counts)
{
    static const char kinds[] = "ii+f";
    Py_buffer v[3];
    double *sum = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int32_t *block = v[0].buf, *mine = v[1].buf;
    float *count = v[2].buf;
    Py_ssize_t links = items(&v[0]), blocks = items(&v[2]) / 2;
    int fit = (items(&v[1]) == links && items(&v[2]) == 2 * blocks) || unlike("outlinks of several numbers");
    fit = fit && are_indices(block, links, blocks);
    if (fit && (sum = PyMem_Calloc((size_t)blocks + 1, sizeof *sum)) == NULL)
        fit = no_room();
    if (fit)
        memset(count, 0, (size_t)v[2].len);
    for (Py_ssize_t j = 0; fit && j < links; j++) {
        count[block[j]]++;
        sum[block[j]] += 1.0 / (mine[j] > 1 ? mine[j] : 1);
    }
    for (Py_ssize_t k = 0; fit && k < blocks; k++)
        count[blocks + k] = (float)sum[k];
    PyMem_Free(sum);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
