/* Arrays that come in as buffers. */
#include "arrays.h"

#include <string.h>

struct kind {
    char name;
    Py_ssize_t size;
    const char *formats;
};

static const struct kind KINDS[] = {
    {'B', 1, "B?"}, {'b', 1, "b"},  {'h', 2, "h"},  {'H', 2, "H"}, {'i', 4, "il"},
    {'I', 4, "IL"}, {'l', 8, "lq"}, {'L', 8, "LQ"}, {'f', 4, "f"}, {'d', 8, "d"},
};

/* Does the buffer hold items of the kind? */
static int of_kind(const Py_buffer *view, char name)
{
    const char *format = view->format == NULL ? "B" : view->format;
    for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++)
        if (KINDS[k].name == name)
            return view->itemsize == KINDS[k].size && strlen(format) == 1 && strchr(KINDS[k].formats, *format) != NULL;
    return 0;
}

/* Opens one buffer. */
static int open_array(PyObject *argument, char name, int written, Py_buffer *view)
{
    if (PyObject_GetBuffer(argument, view, PyBUF_ND | PyBUF_FORMAT | (written ? PyBUF_WRITABLE : 0)) < 0)
        return -1;
    if (!of_kind(view, name))
        PyErr_Format(PyExc_TypeError, "an array of %s where one of %c is wanted", view->format ? view->format : "B",
                     name);
    else if (view->len > 0 && (uintptr_t)view->buf % (uintptr_t)view->itemsize)
        PyErr_SetString(PyExc_ValueError, "an array that is not aligned");
    else
        return 0;
    PyBuffer_Release(view);
    return -1;
}

/* Do two arrays have bytes in common? */
static int overlap(const Py_buffer *one, const Py_buffer *other)
{
    uintptr_t first = (uintptr_t)one->buf, second = (uintptr_t)other->buf;
    if (one->len == 0 || other->len == 0)
        return 0;
    return first < second + (uintptr_t)other->len && second < first + (uintptr_t)one->len;
}

/* Does what is written lie apart from all other arrays? What was checked in one may not be changed through another. */
static int are_apart(const char *kinds, const Py_buffer *views, Py_ssize_t count)
{
    Py_ssize_t k = 0;
    for (; *kinds; kinds++) {
        if (*kinds != '+') {
            k++;
            continue;
        }
        for (Py_ssize_t j = 0; j < count; j++)
            if (j != k && overlap(&views[j], &views[k]))
                return unlike("an array that is written to lies in another");
    }
    return 1;
}

int open_arrays(PyObject *const *args, Py_ssize_t given, const char *kinds, Py_buffer *views)
{
    Py_ssize_t opened = 0;
    int written = 0;
    for (const char *kind = kinds; *kind; kind++) {
        if (*kind == '+') {
            written = 1;
            continue;
        }
        if (opened == given)
            PyErr_SetString(PyExc_TypeError, "too few arrays");
        if (opened == given || open_array(args[opened], *kind, written, &views[opened]) < 0)
            goto failed;
        opened++;
        written = 0;
    }
    if (opened < given)
        PyErr_SetString(PyExc_TypeError, "too many arrays");
    else if (are_apart(kinds, views, opened))
        return 0;
failed:
    while (opened > 0)
        PyBuffer_Release(&views[--opened]);
    return -1;
}

void close_arrays(const char *kinds, Py_buffer *views)
{
    for (; *kinds; kinds++)
        if (*kinds != '+')
            PyBuffer_Release(views++);
}

int unlike(const char *what)
{
    PyErr_SetString(PyExc_ValueError, what);
    return 0;
}

int no_room(void)
{
    PyErr_NoMemory();
    return 0;
}

int have_sizes(const Py_buffer *views, const struct size *sizes, int count, Py_ssize_t number[MOST_NUMBERS])
{
    for (int d = 0; d < MOST_NUMBERS; d++)
        number[d] = -1;
    for (int k = 0; k < count; k++) {
        Py_ssize_t width = sizes[k].width ? sizes[k].width : 1, found = items(&views[k]), rows = found / width;
        int of = sizes[k].of, fit = of == FREE || (found % width == 0 && (of != ALONE || rows == 1));
        if (fit && of >= 0 && number[of] < 0)
            number[of] = rows;
        if (!fit || (of >= 0 && number[of] != rows)) {
            PyErr_Format(PyExc_ValueError, "array %d has %zd items, which do not belong to the others", k, found);
            return 0;
        }
    }
    return 1;
}

int are_stretches(const int64_t *start, const int64_t *end, Py_ssize_t count, Py_ssize_t size)
{
    for (Py_ssize_t k = 0; k < count; k++)
        if (start[k] < 0 || end[k] < start[k] || end[k] > size)
            return unlike("a stretch reaches out of the text");
    return 1;
}

int are_blocks(const int32_t *start, const int32_t *end, Py_ssize_t count, Py_ssize_t size)
{
    int apart = 1; /* without a branch, so that many are looked at together */
    if (!are_spans(start, end, count, size))
        return 0;
    for (Py_ssize_t k = 1; k < count; k++)
        apart &= start[k] >= end[k - 1];
    return apart || unlike("blocks that overlap");
}

int are_spans(const int32_t *first, const int32_t *last, Py_ssize_t count, Py_ssize_t size)
{
    int right = 1; /* without a branch, so that many are looked at together */
    for (Py_ssize_t k = 0; k < count; k++)
        right &= first[k] >= 0 && first[k] <= last[k] && last[k] <= size;
    return right || unlike("a stretch reaches out of what it belongs to");
}

int are_indices(const void *value, Py_ssize_t count, Py_ssize_t size)
{
    const uint32_t *index = value;
    uint32_t most = 0;
    for (Py_ssize_t k = 0; k < count; k++)
        most = index[k] > most ? index[k] : most;
    return count == 0 || (uint64_t)most < (uint64_t)size || unlike("a number that leads nowhere");
}

int lie_in_runs(const int32_t *run, Py_ssize_t count, const int32_t *first, const int32_t *length, Py_ssize_t runs)
{
    for (Py_ssize_t k = 0; k < runs; k++)
        if (first[k] < 0 || length[k] < 0 || first[k] > count || length[k] > count - first[k])
            return unlike("a run that reaches out of what it belongs to");
    if (!are_indices(run, count, runs))
        return 0;
    for (Py_ssize_t k = 0; k < count; k++)
        if (k < first[run[k]] || k - first[run[k]] >= length[run[k]])
            return unlike("something that stands outside of its run");
    return 1;
}

int are_owners(const int64_t *owner, Py_ssize_t count, Py_ssize_t size)
{
    for (Py_ssize_t k = 0; k < count; k++)
        if (owner[k] < 0 || owner[k] >= size || (k > 0 && owner[k] < owner[k - 1]))
            return unlike("owners out of order");
    return 1;
}

Py_ssize_t first_from(const int64_t *rising, Py_ssize_t count, int64_t least)
{
    Py_ssize_t low = 0;
    for (Py_ssize_t high = count; low < high;) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (rising[middle] < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
