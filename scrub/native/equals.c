/* Which numbers are the same, and which blocks places in the text belong to. */
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

#define MIX 0x9E3779B97F4A7C15u
#define PATIENCE 8 /* cells looked at in vain for each number, after which somebody has chosen the numbers */

/* A number, and how often it came; 0 where there is none. */
struct cell {
    int64_t key;
    uint32_t count;
};

/* Notes for each number the cell that counts it; 0 where too many want the same cells. */
static int count_equal(const int64_t *key, Py_ssize_t count, struct cell *table, int bits, uint32_t *cell)
{
    const uint32_t last = ((uint32_t)1 << bits) - 1;
    int64_t patience = PATIENCE * (int64_t)count;
    memset(table, 0, sizeof *table << bits);
    for (Py_ssize_t k = 0; k < count; k++) {
        uint32_t at = (uint32_t)((uint64_t)key[k] * MIX >> (64 - bits));
        while (table[at].count && table[at].key != key[k]) {
            at = (at + 1) & last;
            if (--patience < 0)
                return 0;
        }
        table[at].key = key[k];
        table[at].count++;
        cell[k] = at;
    }
    return 1;
}

KERNEL(alike)
{
    static const char kinds[] = "l+f";
    Py_buffer v[2];
    struct cell *table = NULL;
    int bits = 1, patient = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    float *found = v[1].buf;
    Py_ssize_t count = items(&v[0]);
    int fit = (items(&v[1]) == count && count < INT32_MAX / 4) || unlike("numbers of another number");
    while (fit && (Py_ssize_t)1 << bits < 2 * count)
        bits++;
    size_t size = (sizeof *table << bits) + (size_t)count * sizeof(uint32_t);
    if (fit && (table = PyMem_Malloc(size)) == NULL)
        fit = no_room();
    if (fit) {
        uint32_t *cell = (uint32_t *)(table + ((size_t)1 << bits));
        patient = count_equal(v[0].buf, count, table, bits, cell);
        for (Py_ssize_t k = 0; patient && k < count; k++)
            found[k] = log1((float)(table[cell[k]].count - 1));
    }
    PyMem_Free(table);
    close_arrays(kinds, v);
    return fit ? PyBool_FromLong(patient) : NULL;
}

/* Do the edges rise from 0 on? */
static int are_edges(const int64_t *edge, Py_ssize_t count)
{
    int right = count > 1 && edge[0] == 0;
    for (Py_ssize_t k = 1; k < count; k++)
        right &= edge[k - 1] <= edge[k];
    return right || unlike("edges that do not rise");
}

KERNEL(blocks_at)
{
    static const char kinds[] = "ll+l";
    Py_buffer v[3];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int64_t *edge = v[0].buf, *place = v[1].buf;
    int64_t *block = v[2].buf, at = 0;
    Py_ssize_t count = items(&v[1]), blocks = items(&v[0]) - 1;
    int fit = (items(&v[2]) == count || unlike("a block for each place is wanted")) && are_edges(edge, blocks + 1);
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        if (place[k] < edge[at])
            at = 0;
        while (at < blocks && edge[at + 1] <= place[k])
            at++;
        block[k] = at;
        fit = (at < blocks && place[k] >= 0) || unlike("a place outside of the text");
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

#define MAYBE 4096 /* bits that tell most numbers from those that are looked for */

KERNEL(find_codes)
{
    static const char kinds[] = "II+l";
    Py_buffer v[3];
    uint8_t maybe[MAYBE / 8] = {0};
    Py_ssize_t found = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint32_t *code = v[0].buf, *known = v[1].buf;
    int64_t *at = v[2].buf;
    Py_ssize_t count = items(&v[0]), names = items(&v[1]);
    int fit = items(&v[2]) == count || unlike("room for each code is wanted");
    for (Py_ssize_t j = 0; j < names; j++)
        maybe[known[j] % MAYBE / 8] |= (uint8_t)(1u << known[j] % 8);
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        if (!(maybe[code[k] % MAYBE / 8] >> code[k] % 8 & 1))
            continue;
        for (Py_ssize_t j = 0; j < names; j++)
            if (known[j] == code[k]) {
                at[found++] = k;
                break;
            }
    }
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(found) : NULL;
}
