/* What the cleaner asks of all blocks, elements and images of a page, of which few are the article's. */
#include "kernels.h"

#include <string.h>

enum { TAGS = 256 };

/* Do parents stand before their children? So that every way up ends. */
static int are_parents(const int32_t *parent, Py_ssize_t count)
{
    int right = 1; /* without a branch, so that many are looked at together */
    for (Py_ssize_t e = 0; e < count; e++)
        right &= parent[e] >= -1 && parent[e] < e;
    return right || unlike("an element that stands before its parent");
}

/* Adds a number to a list; 0 with an exception. */
static int add(PyObject *list, Py_ssize_t at, long value)
{
    PyObject *number = PyLong_FromLong(value);
    if (number == NULL)
        return 0;
    PyList_SET_ITEM(list, at, number);
    return 1;
}

struct blocks {
    const uint8_t *main, *joint;
    const int32_t *start, *end, *element;
    Py_ssize_t count;
};

enum { NUMBER, START, END, JOINT, ELEMENT, LISTS };

/* Fills the lists of what is known of each main block. */
static int fill(PyObject *const *lists, const struct blocks *all, Py_ssize_t kept, const int32_t *nearest)
{
    Py_ssize_t k = 0;
    uint8_t least = UINT8_MAX;
    for (Py_ssize_t i = 0; k < kept; i++) {
        least = all->joint[i] < least ? all->joint[i] : least;
        if (!all->main[i])
            continue;
        if (!add(lists[NUMBER], k, (long)i) || !add(lists[START], k, all->start[i]) ||
            !add(lists[END], k, all->end[i]) || !add(lists[JOINT], k, least) ||
            !add(lists[ELEMENT], k, nearest[all->element[i]]))
            return 0;
        least = UINT8_MAX;
        k++;
    }
    return 1;
}

KERNEL(main_blocks)
{
    static const char kinds[] = "BiiBiiBB+i";
    static const struct size sizes[] = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {1, 1}, {1, 1}, {ALONE, TAGS}, {1, 1}};
    Py_buffer v[9];
    Py_ssize_t number[MOST_NUMBERS], kept = 0;
    PyObject *lists[LISTS] = {NULL}, *found = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    struct blocks all = {v[0].buf, v[3].buf, v[1].buf, v[2].buf, v[4].buf, items(&v[0])};
    const int32_t *parent = v[5].buf;
    const uint8_t *tag = v[6].buf, *wanted = v[7].buf;
    int32_t *nearest = v[8].buf;
    int fit = have_sizes(v, sizes, 9, number) && are_indices(v[4].buf, all.count, items(&v[5])) &&
              are_parents(parent, items(&v[5]));
    for (Py_ssize_t e = 0; fit && e < items(&v[5]); e++)
        nearest[e] = wanted[tag[e]] ? (int32_t)e : parent[e] < 0 ? -1 : nearest[parent[e]];
    for (Py_ssize_t i = 0; i < all.count; i++)
        kept += all.main[i] != 0;
    for (int k = 0; fit && k < LISTS; k++)
        fit = (lists[k] = PyList_New(kept)) != NULL;
    if (fit && fill(lists, &all, kept, nearest))
        found = PyTuple_Pack(LISTS, lists[0], lists[1], lists[2], lists[3], lists[4]);
    for (int k = 0; k < LISTS; k++)
        Py_XDECREF(lists[k]);
    close_arrays(kinds, v);
    return found;
}

struct page {
    const uint8_t *main, *tag, *kind; /* kind: of each tag */
    const int32_t *first, *last, *parent;
    int64_t *characters, *kept, *count; /* before each block: of all blocks, of main blocks; and how many of these */
    Py_ssize_t blocks, elements, begin, end;
};

enum { FIGURE = 1, ROOT = 2 }; /* as in pictures._KIND */

/* What pictures.pictures asks of an image before its address. */
struct picture {
    long block, inside, element, hidden;
};

enum { BLOCK = 1, INSIDE, PICTURE_ELEMENT, HIDDEN, FIELDS };

/* Reads the numbers of a Picture. */
static int read_picture(PyObject *from, struct picture *found)
{
    if (!PyTuple_Check(from) || PyTuple_GET_SIZE(from) < FIELDS) {
        PyErr_SetString(PyExc_TypeError, "images are tuples");
        return 0;
    }
    found->block = PyLong_AsLong(PyTuple_GET_ITEM(from, BLOCK));
    found->inside = PyLong_AsLong(PyTuple_GET_ITEM(from, INSIDE));
    found->element = PyLong_AsLong(PyTuple_GET_ITEM(from, PICTURE_ELEMENT));
    found->hidden = PyLong_AsLong(PyTuple_GET_ITEM(from, HIDDEN));
    return !PyErr_Occurred();
}

/* The nearest element with text beside the image; a figure has its caption, which proves nothing. */
static long container(const struct page *page, long e)
{
    while (e >= 0 && page->kind[page->tag[e]] == FIGURE) {
        int32_t first = page->first[e], last = page->last[e];
        if (page->count[last] > page->count[first])
            return e;
        while (e >= 0 && page->first[e] == first && page->last[e] == last)
            e = page->parent[e];
    }
    return e;
}

/* pictures._Places.belongs; -1 with an exception. */
static int belongs(const struct page *page, const struct picture *one)
{
    if (one->block < 0 || one->element < -1 || one->element >= page->elements)
        return unlike("an image that stands nowhere") - 1;
    if (one->inside)
        return one->block < page->blocks && page->main[one->block];
    long e = container(page, one->element);
    if (e < 0)
        return 0;
    int32_t a = page->first[e], b = page->last[e];
    if (2 * (page->kept[b] - page->kept[a]) < page->characters[b] - page->characters[a])
        return 0;
    return page->kind[page->tag[e]] != ROOT || (one->block > page->begin && one->block <= page->end);
}

/* Sums over the blocks before each one, and where the main ones begin and end. */
static void sum_up(struct page *page, const int32_t *start, const int32_t *end)
{
    page->characters[0] = page->kept[0] = page->count[0] = 0;
    page->begin = page->end = -1;
    for (Py_ssize_t i = 0; i < page->blocks; i++) {
        int main = page->main[i] != 0;
        int64_t length = (int64_t)end[i] - start[i];
        page->characters[i + 1] = page->characters[i] + length;
        page->kept[i + 1] = page->kept[i] + length * main;
        page->count[i + 1] = page->count[i] + main;
        page->begin = main && page->begin < 0 ? i : page->begin;
        page->end = main ? i : page->end;
    }
}

/* The images that belong to the main blocks, in order. */
static PyObject *choose(PyObject *pictures, const struct page *page, int64_t unseen)
{
    PyObject *chosen = PyList_New(0);
    for (Py_ssize_t k = 0; chosen != NULL && k < PyTuple_GET_SIZE(pictures); k++) {
        struct picture one;
        int answer = read_picture(PyTuple_GET_ITEM(pictures, k), &one) ? 0 : -1;
        if (answer == 0 && !(one.hidden & unseen))
            answer = belongs(page, &one);
        if (answer > 0)
            answer = PyList_Append(chosen, PyTuple_GET_ITEM(pictures, k));
        if (answer < 0)
            Py_CLEAR(chosen);
    }
    return chosen;
}

KERNEL(belonging)
{
    static const char kinds[] = "IBiiiiiBB";
    static const struct size sizes[] = {{ALONE, 1}, {0, 1}, {0, 1}, {0, 1},       {1, 1},
                                        {1, 1},     {1, 1}, {1, 1}, {ALONE, TAGS}};
    Py_buffer v[9];
    Py_ssize_t number[MOST_NUMBERS];
    PyObject *chosen = NULL;
    (void)self;
    if (given < 1 || !PyTuple_CheckExact(args[0])) {
        PyErr_SetString(PyExc_TypeError, "a tuple of images is wanted");
        return NULL;
    }
    if (open_arrays(args + 1, given - 1, kinds, v) < 0)
        return NULL;
    struct page page = {.main = v[1].buf, .tag = v[7].buf, .kind = v[8].buf, .first = v[4].buf, .last = v[5].buf,
                        .parent = v[6].buf, .blocks = items(&v[1]), .elements = items(&v[4])};
    int fit = have_sizes(v, sizes, 9, number) && are_spans(page.first, page.last, page.elements, page.blocks) &&
              are_parents(page.parent, page.elements);
    size_t room = (size_t)page.blocks + 1;
    int64_t *sums = fit ? PyMem_Malloc(3 * room * sizeof *sums) : NULL;
    if (fit && (sums != NULL || no_room())) {
        page.characters = sums;
        page.kept = sums + room;
        page.count = sums + 2 * room;
        sum_up(&page, v[2].buf, v[3].buf);
        chosen = choose(args[0], &page, *(const uint32_t *)v[0].buf);
    }
    PyMem_Free(sums);
    close_arrays(kinds, v);
    return chosen;
}
