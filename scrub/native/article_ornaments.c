/* Links and marks of the main blocks, moved to where these stand in the article: see cleaner/ornaments.py. */
#include "kernels.h"

/* Stretches of the page: the links and the marks, of a kind that is a NamedTuple with three fields. */
struct kind {
    PyTypeObject *type;
    PyObject *third; /* what its last field is taken from */
};

/* The main blocks: their numbers, where they stand in the page, and how far they move; and the stretches of each. */
struct kept {
    Py_ssize_t count;
    int64_t *number, *start, *end, *begin;
    PyObject **found;
};

/* Reads a list of as many whole numbers as there are blocks. */
static int read_list(PyObject *list, Py_ssize_t count, int64_t *into)
{
    if (!PyList_CheckExact(list)) {
        PyErr_SetString(PyExc_TypeError, "lists of numbers are wanted");
        return 0;
    }
    if (PyList_GET_SIZE(list) != count)
        return unlike("lists of several lengths");
    for (Py_ssize_t k = 0; k < count; k++) {
        into[k] = PyLong_AsLongLong(PyList_GET_ITEM(list, k));
        if (into[k] == -1 && PyErr_Occurred())
            return 0;
    }
    return 1;
}

/* Do the blocks stand in order and inside the text? */
static int are_in_order(const struct kept *kept, Py_ssize_t size)
{
    for (Py_ssize_t k = 0; k < kept->count; k++)
        if (kept->begin[k] < 0 || kept->begin[k] > INT64_MAX / 2 ||
            (k && (kept->number[k] <= kept->number[k - 1] || kept->start[k] < kept->end[k - 1])))
            return unlike("blocks that are out of order");
    return are_stretches(kept->start, kept->end, kept->count, size);
}

/* Adds a stretch to those of a block; offsets are the article's. */
static int put(const struct kept *kept, Py_ssize_t k, const struct kind *kind, int64_t start, int64_t end,
               Py_ssize_t which)
{
    PyObject *third = PyTuple_GET_ITEM(kind->third, which);
    PyObject *fields = Py_BuildValue("((LLO))", (long long)start, (long long)end, third);
    PyObject *one = fields == NULL ? NULL : PyTuple_Type.tp_new(kind->type, fields, NULL);
    Py_XDECREF(fields);
    if (one != NULL && kept->found[k] == NULL)
        kept->found[k] = PyList_New(0);
    int right = one != NULL && kept->found[k] != NULL && PyList_Append(kept->found[k], one) == 0;
    Py_XDECREF(one);
    return right;
}

/* One tuple for each block, with its stretches; they are taken out. */
static PyObject *by_block(const struct kept *kept)
{
    PyObject *every = PyList_New(kept->count);
    for (Py_ssize_t k = 0; every != NULL && k < kept->count; k++) {
        PyObject *those = kept->found[k] == NULL ? PyTuple_New(0) : PyList_AsTuple(kept->found[k]);
        Py_CLEAR(kept->found[k]);
        if (those == NULL)
            Py_CLEAR(every);
        else
            PyList_SET_ITEM(every, k, those);
    }
    return every;
}

struct links {
    const int32_t *block, *start, *end;
    const uint8_t *spam;
    Py_ssize_t count;
};

static int put_links(const struct kept *kept, const struct kind *kind, const struct links *links)
{
    for (Py_ssize_t j = 0; j < links->count; j++) {
        Py_ssize_t k = links->spam[j] ? kept->count : first_from(kept->number, kept->count, links->block[j]);
        if (k == kept->count || kept->number[k] != links->block[j])
            continue;
        int64_t shift = kept->begin[k] - kept->start[k];
        if (!put(kept, k, kind, links->start[j] + shift, links->end[j] + shift, j))
            return 0;
    }
    return 1;
}

/* Puts a mark on every block that it covers a part of, without white space at its ends. */
static int put_mark(const struct kept *kept, const struct kind *kind, PyObject *text, const int32_t *mark)
{
    int form = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t k = first_from(kept->end, kept->count, (int64_t)mark[0] + 1);
         k < kept->count && kept->start[k] < mark[1]; k++) {
        int64_t a = mark[0] > kept->start[k] ? mark[0] : kept->start[k];
        int64_t b = mark[1] < kept->end[k] ? mark[1] : kept->end[k], shift = kept->begin[k] - kept->start[k];
        while (a < b && Py_UNICODE_ISSPACE(PyUnicode_READ(form, data, a)))
            a++;
        while (a < b && Py_UNICODE_ISSPACE(PyUnicode_READ(form, data, b - 1)))
            b--;
        if (a < b && !put(kept, k, kind, a + shift, b + shift, mark[2]))
            return 0;
    }
    return 1;
}

static int put_marks(const struct kept *kept, const struct kind *kind, PyObject *text, const int32_t *mark,
                     Py_ssize_t count)
{
    for (Py_ssize_t j = 0; j < count; j++, mark += 3)
        if (mark[2] < 0 || mark[2] >= PyTuple_GET_SIZE(kind->third))
            return unlike("a mark without a name");
        else if (!put_mark(kept, kind, text, mark))
            return 0;
    return 1;
}

/* Are the first two arguments NamedTuples, the next two tuples, and then a text? */
static int are_kinds(PyObject *const *args)
{
    for (int k = 0; k < 2; k++)
        if (!PyType_Check(args[k]) || !PyType_IsSubtype((PyTypeObject *)args[k], &PyTuple_Type))
            return 0;
    return PyTuple_CheckExact(args[2]) && PyTuple_CheckExact(args[3]) && PyUnicode_Check(args[4]);
}

enum { OBJECTS = 9, LISTS = 4 };

KERNEL(adorned)
{
    static const char kinds[] = "iiiBi";
    static const struct size sizes[] = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {1, 3}};
    Py_buffer v[5];
    Py_ssize_t number[MOST_NUMBERS];
    PyObject *links = NULL, *marks = NULL, *both = NULL;
    (void)self;
    if (given < OBJECTS || !are_kinds(args) || !PyList_CheckExact(args[5])) {
        PyErr_SetString(PyExc_TypeError, "two kinds, addresses, names, a text, and lists and arrays are wanted");
        return NULL;
    }
    if (open_arrays(args + OBJECTS, given - OBJECTS, kinds, v) < 0)
        return NULL;
    struct kept kept = {.count = PyList_GET_SIZE(args[5])};
    struct kind link = {(PyTypeObject *)args[0], args[2]}, mark = {(PyTypeObject *)args[1], args[3]};
    struct links all = {v[0].buf, v[1].buf, v[2].buf, v[3].buf, items(&v[0])};
    size_t room = (size_t)kept.count + 1;
    int64_t *numbers = PyMem_Malloc(LISTS * room * sizeof *numbers);
    kept.found = PyMem_Calloc(room, sizeof *kept.found);
    int fit = (numbers != NULL && kept.found != NULL) || no_room();
    kept.number = numbers, kept.start = numbers + room, kept.end = numbers + 2 * room, kept.begin = numbers + 3 * room;
    for (int k = 0; fit && k < LISTS; k++)
        fit = read_list(args[5 + k], kept.count, numbers + (size_t)k * room);
    fit = fit && have_sizes(v, sizes, 5, number) && are_in_order(&kept, PyUnicode_GET_LENGTH(args[4])) &&
          (PyTuple_GET_SIZE(link.third) == all.count || unlike("an address for each link is wanted"));
    if (fit && put_links(&kept, &link, &all))
        links = by_block(&kept);
    if (links != NULL && put_marks(&kept, &mark, args[4], v[4].buf, items(&v[4]) / 3))
        marks = by_block(&kept);
    if (marks != NULL)
        both = PyTuple_Pack(2, links, marks);
    for (Py_ssize_t k = 0; kept.found != NULL && k < kept.count; k++)
        Py_XDECREF(kept.found[k]);
    Py_XDECREF(links);
    Py_XDECREF(marks);
    PyMem_Free(numbers);
    PyMem_Free(kept.found);
    close_arrays(kinds, v);
    return both;
}
