/* Blocks that a template makes alike, and texts that stand on a page more than once. */
#include "content.h"
#include "kernels.h"

#include <string.h>

#define PARTS 4

/* A well-mixed number; nobody who writes a page knows the salt. */
static uint64_t mixed(uint64_t code, uint64_t salt)
{
    code = (code ^ salt) * ORDER;
    code = (code ^ (code >> 32)) * SPREAD;
    return code ^ (code >> 32);
}

/* Numbers equal codes alike, in the order of their first rows. Their count, or -1 with an exception. */
static int32_t number_codes(const uint64_t *code, Py_ssize_t rows, int32_t *number)
{
    size_t size = 16;
    if (rows > INT32_MAX) {
        unlike("too many codes");
        return -1;
    }
    while (size < 2 * (size_t)rows)
        size *= 2;
    int32_t *row = PyMem_Malloc(size * sizeof *row); /* the first row with the code of each place */
    if (row == NULL) {
        no_room();
        return -1;
    }
    memset(row, 0xff, size * sizeof *row);
    uint64_t salt = (uint64_t)(uintptr_t)row * SPREAD ^ (uint64_t)(uintptr_t)code;
    int32_t count = 0;
    for (Py_ssize_t i = 0; i < rows; i++) {
        size_t at = mixed(code[i], salt) & (size - 1);
        while (row[at] >= 0 && code[row[at]] != code[i])
            at = (at + 1) & (size - 1);
        if (row[at] < 0) {
            row[at] = (int32_t)i;
            number[i] = count++;
        } else
            number[i] = number[row[at]];
    }
    PyMem_Free(row);
    return count;
}

/* The code of what makes blocks alike. */
static uint64_t code_of(int32_t page, int kind, const uint64_t *parts)
{
    uint64_t code = ((uint64_t)page + (uint64_t)(kind + 1) * SPREAD) * ORDER;
    for (int k = 0; k < PARTS; k++) {
        code = (code ^ parts[k]) * SPREAD;
        code ^= code >> 29;
    }
    return code;
}

/* The arrays of `block_kinds`. */
enum { PAGE, ELEMENT, TAG, CONTAINER, WORDS, LABEL, PARENT, E_TAG, DEPTH, OF_BLOCK, NTH, BLOCKS, WEIGHT, ARRAYS };

/* The codes of all kinds of `n` blocks, kind by kind. */
static void code_kinds(const Py_buffer *v, Py_ssize_t n, uint64_t *code)
{
    const int32_t *page = v[PAGE].buf, *element = v[ELEMENT].buf, *container = v[CONTAINER].buf;
    const int32_t *parent = v[PARENT].buf, *depth = v[DEPTH].buf;
    const uint8_t *tag = v[TAG].buf, *e_tag = v[E_TAG].buf;
    const int64_t *label = v[LABEL].buf;
    for (Py_ssize_t i = 0; i < n; i++) {
        int32_t e = element[i], p = parent[e];
        code[i] = code_of(page[i], 0, (uint64_t[]){(uint64_t)label[e], tag[i], (uint64_t)label[p], e_tag[p]});
        code[n + i] = code_of(page[i], 1, (uint64_t[]){(uint64_t)depth[e], tag[i], tag[i], 0});
        code[2 * n + i] = code_of(page[i], 2, (uint64_t[]){(uint64_t)container[i], tag[i], tag[i], 0});
    }
}

/* Counts the blocks and words of so many kinds, and the place of each block in its own. */
static void count_kinds(const Py_buffer *v, Py_ssize_t n, int32_t count)
{
    const float *words = v[WORDS].buf;
    const int32_t *of_block = v[OF_BLOCK].buf;
    int32_t *nth = v[NTH].buf;
    double *blocks = v[BLOCKS].buf, *weight = v[WEIGHT].buf;
    memset(blocks, 0, (size_t)count * sizeof *blocks);
    memset(weight, 0, (size_t)count * sizeof *weight);
    for (Py_ssize_t k = 0; k < n * KINDS; k++) {
        nth[k] = (int32_t)blocks[of_block[k]]++;
        weight[of_block[k]] += (double)words[k % n] + 1.0;
    }
}

KERNEL(block_kinds)
{
    enum { ALL, ELEMENTS };
    static const char kinds[] = "iiBifliBi+i+i+d+d";
    static const struct size sizes[ARRAYS] = {
        [PAGE] = {ALL}, [ELEMENT] = {ALL}, [TAG] = {ALL}, [CONTAINER] = {ALL}, [WORDS] = {ALL}, [LABEL] = {ELEMENTS},
        [PARENT] = {ELEMENTS}, [E_TAG] = {ELEMENTS}, [DEPTH] = {ELEMENTS}, [OF_BLOCK] = {ALL, KINDS},
        [NTH] = {ALL, KINDS}, [BLOCKS] = {ALL, KINDS}, [WEIGHT] = {ALL, KINDS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    uint64_t *code = NULL;
    int32_t count = -1;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    if (have_sizes(v, sizes, ARRAYS, n) && are_indices(v[ELEMENT].buf, n[ALL], n[ELEMENTS]) &&
        are_indices(v[PARENT].buf, n[ELEMENTS], n[ELEMENTS]) &&
        ((code = PyMem_Malloc((size_t)n[ALL] * KINDS * sizeof *code)) != NULL || no_room())) {
        code_kinds(v, n[ALL], code);
        count = number_codes(code, n[ALL] * KINDS, v[OF_BLOCK].buf);
    }
    PyMem_Free(code);
    if (count >= 0)
        count_kinds(v, n[ALL], count);
    close_arrays(kinds, v);
    return count < 0 ? NULL : PyLong_FromLong(count);
}

int count_repeats(const uint64_t *code, Py_ssize_t n, int32_t *times, int32_t *first)
{
    int32_t *number = PyMem_Calloc((size_t)n + 1, 2 * sizeof *number); /* behind the numbers: how often each was seen */
    if (number == NULL)
        return no_room();
    int32_t count = number_codes(code, n, number);
    for (Py_ssize_t i = 0; count >= 0 && i < n; i++)
        first[i] = !number[n + number[i]]++;
    for (Py_ssize_t i = 0; count >= 0 && i < n; i++)
        times[i] = number[n + number[i]];
    PyMem_Free(number);
    return count >= 0;
}
