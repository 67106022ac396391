/* Containers, which are the elements that cover the same blocks, and sums along the paths to blocks. */
#include "content.h"
#include "kernels.h"

#include <string.h>

#define WIDEST 64

/* The arrays of `containers`. */
enum {
    E_PARENT, E_FIRST, E_LAST, E_PAGE, E_TAG, E_DEPTH, ELEMENT, BEGIN, LENGTH, DIV, E_NUMBER, C_FIRST, C_LAST, C_PARENT,
    C_PAGE, C_TOP, SIBLINGS, NTH, E_BARE, DEPTH, INNERMOST, COLUMNS
};
/* What they are as long as. */
enum { OF_ELEMENTS, OF_BLOCKS, OF_PAGES };

/* Joins the elements that cover the same blocks; `children` has room for how many containers stand in each. Returns
   their number, or -1 with an exception. */
static int32_t join(const Py_buffer *v, Py_ssize_t elements, int32_t *children)
{
    const int32_t *parent = v[E_PARENT].buf, *first = v[E_FIRST].buf, *last = v[E_LAST].buf, *page = v[E_PAGE].buf;
    int32_t *number = v[E_NUMBER].buf, *c_first = v[C_FIRST].buf, *c_last = v[C_LAST].buf;
    int32_t *above = v[C_PARENT].buf, *c_page = v[C_PAGE].buf, count = 0;
    int64_t *top = v[C_TOP].buf;
    float *siblings = v[SIBLINGS].buf, *nth = v[NTH].buf;
    for (int32_t e = 0; e < elements; e++) {
        int32_t p = parent[e];
        if (p < 0 || p > e)
            return unlike("an element before its parent") - 1;
        if (p != e && first[e] == first[p] && last[e] == last[p]) {
            number[e] = count - 1; /* a chain is a run of consecutive elements */
            continue;
        }
        number[e] = count;
        c_first[count] = first[e];
        c_last[count] = last[e];
        c_page[count] = page[e];
        top[count] = e;
        above[count] = p == e ? count : number[p];
        nth[count] = (float)children[above[count]]++;
        count++;
    }
    for (int32_t c = 0; c < count; c++) {
        int32_t among = children[above[c]];
        siblings[c] = (float)among;
        nth[c] /= among > 1 ? (float)(among - 1) : 1.0f;
    }
    return count;
}

/* Finds the divs around all that their page shows, and the container and depth of each block; `left_out` has room for
   how many divs are left out of each page, and is 0. */
static void measure_depths(const Py_buffer *v, const Py_ssize_t *n, int32_t *left_out)
{
    const int32_t *first = v[E_FIRST].buf, *last = v[E_LAST].buf, *page = v[E_PAGE].buf, *deep = v[E_DEPTH].buf;
    const int32_t *begin = v[BEGIN].buf, *length = v[LENGTH].buf, *element = v[ELEMENT].buf, *number = v[E_NUMBER].buf;
    const uint8_t *tag = v[E_TAG].buf, *div = v[DIV].buf;
    uint8_t *bare = v[E_BARE].buf;
    int32_t *depth = v[DEPTH].buf, *of_block = v[INNERMOST].buf;
    for (Py_ssize_t e = 0; e < n[OF_ELEMENTS]; e++) {
        int32_t p = page[e];
        bare[e] = tag[e] == *div && first[e] == begin[p] && (int64_t)last[e] == (int64_t)begin[p] + length[p];
        left_out[p] += bare[e];
    }
    for (Py_ssize_t i = 0; i < n[OF_BLOCKS]; i++) {
        depth[i] = (int32_t)((uint32_t)deep[element[i]] - (uint32_t)left_out[page[element[i]]]);
        of_block[i] = number[element[i]];
    }
}

KERNEL(containers)
{
    static const char kinds[] = "iiiiBiiiiB+i+i+i+i+i+l+f+f+B+i+i";
    static const struct size sizes[COLUMNS] = {
        [ELEMENT] = {OF_BLOCKS}, [BEGIN] = {OF_PAGES}, [LENGTH] = {OF_PAGES}, [DIV] = {ALONE}, [DEPTH] = {OF_BLOCKS},
        [INNERMOST] = {OF_BLOCKS}, /* a row for each element in the others */
    };
    Py_buffer v[COLUMNS];
    Py_ssize_t n[MOST_NUMBERS];
    int32_t *room = NULL, count = -1;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    if (have_sizes(v, sizes, COLUMNS, n) && (n[OF_ELEMENTS] < INT32_MAX || unlike("too many elements")) &&
        are_indices(v[E_PAGE].buf, n[OF_ELEMENTS], n[OF_PAGES]) &&
        are_indices(v[ELEMENT].buf, n[OF_BLOCKS], n[OF_ELEMENTS]) &&
        ((room = PyMem_Calloc((size_t)n[OF_ELEMENTS] + (size_t)n[OF_PAGES] + 1, sizeof *room)) != NULL || no_room()))
        count = join(v, n[OF_ELEMENTS], room);
    if (count >= 0)
        measure_depths(v, n, room + n[OF_ELEMENTS]);
    PyMem_Free(room);
    close_arrays(kinds, v);
    return count < 0 ? NULL : PyLong_FromLong(count);
}

enum { NUMBER, WHICH, LABEL, TAG, HIDDEN, BARE, GROUP, PARENT, OF_BLOCK, SUMS, AROUND, ARRAYS }; /* arrays of `paths` */

/* Sums over the elements of each container: the worth of their names, their groups, whether they are hidden. */
static void sum_chains(const Py_buffer *v, Py_ssize_t elements, Py_ssize_t width)
{
    const int32_t *number = v[NUMBER].buf;
    const int64_t *which = v[WHICH].buf;
    const float *label = v[LABEL].buf;
    const uint8_t *tag = v[TAG].buf, *bare = v[BARE].buf, *group = v[GROUP].buf;
    const uint32_t *hidden = v[HIDDEN].buf;
    float *path = v[SUMS].buf;
    memset(path, 0, (size_t)v[SUMS].len);
    for (Py_ssize_t e = 0; e < elements; e++) {
        float *sum = path + (size_t)number[e] * PATH;
        const float *worth = label + which[e] * width;
        if (!bare[e])
            for (int k = 0; k < NAME_SCORES; k++)
                sum[k] += worth[k];
        if (group[tag[e]] < GROUPS)
            sum[NAME_SCORES + group[tag[e]]] += 1.0f;
        sum[PATH - 1] += hidden[e] != 0;
    }
}

/* Adds up the sums of the containers around each block; `sum` is room for as many sums as there are containers. */
static void sum_around(const Py_buffer *v, Py_ssize_t containers, Py_ssize_t blocks, float *sum)
{
    const int32_t *parent = v[PARENT].buf, *of_block = v[OF_BLOCK].buf;
    const float *path = v[SUMS].buf;
    float *around = v[AROUND].buf;
    for (Py_ssize_t c = 0; c < containers; c++)
        for (int k = 0; k < PATH; k++)
            sum[c * PATH + k] = path[c * PATH + k] + (parent[c] < c ? sum[parent[c] * (Py_ssize_t)PATH + k] : 0.0f);
    for (Py_ssize_t i = 0; i < blocks; i++)
        memcpy(around + i * PATH, sum + (size_t)of_block[i] * PATH, PATH * sizeof *sum);
}

/* Do the labels have names' worths, and does each element have one of them? */
static int have_labels(const Py_buffer *label, const int64_t *which, Py_ssize_t elements)
{
    if (label->ndim != 2 || label->shape[1] < NAME_SCORES || label->shape[1] > WIDEST)
        return unlike("labels of another width");
    for (Py_ssize_t e = 0; e < elements; e++)
        if (which[e] < 0 || which[e] >= label->shape[0])
            return unlike("a label that is not there");
    return 1;
}

/* Does each container stand behind its parent, or is it its own? */
static int are_parents(const int32_t *parent, Py_ssize_t containers)
{
    for (Py_ssize_t c = 0; c < containers; c++)
        if (parent[c] < 0 || parent[c] > c)
            return unlike("a container before its parent");
    return 1;
}

KERNEL(paths)
{
    enum { ELEMENTS, CONTAINERS, BLOCKS };
    static const char kinds[] = "ilfBIBBii+f+f";
    static const struct size sizes[ARRAYS] = {
        [NUMBER] = {ELEMENTS}, [WHICH] = {ELEMENTS}, [LABEL] = {FREE}, [TAG] = {ELEMENTS}, [HIDDEN] = {ELEMENTS},
        [BARE] = {ELEMENTS}, [GROUP] = {ALONE, 256}, [PARENT] = {CONTAINERS}, [OF_BLOCK] = {BLOCKS},
        [SUMS] = {CONTAINERS, PATH}, [AROUND] = {BLOCKS, PATH},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    float *sum = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) && have_labels(&v[LABEL], v[WHICH].buf, n[ELEMENTS]) &&
              are_indices(v[NUMBER].buf, n[ELEMENTS], n[CONTAINERS]) &&
              are_indices(v[OF_BLOCK].buf, n[BLOCKS], n[CONTAINERS]) && are_parents(v[PARENT].buf, n[CONTAINERS]) &&
              ((sum = PyMem_Malloc((size_t)v[SUMS].len)) != NULL || no_room());
    if (fit) {
        sum_chains(v, n[ELEMENTS], v[LABEL].shape[1]);
        sum_around(v, n[CONTAINERS], n[BLOCKS], sum);
    }
    PyMem_Free(sum);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
