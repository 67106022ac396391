/* The elements that scrub.parser.gathered asks for, found in one pass without an object for each node. */
#include "kernels.h"
#include "lexbor.h"
#include "rows.h"

#include <string.h>

/* Flags of tags; the same stand in scrub.parser.compiled_walk. */
enum { ALWAYS = 1, SCRIPT = 2, ANCHOR = 4, FONT = 8 };

/* Whether a word in small letters stands in a value, whatever the value's case. */
static int holds(const char *value, size_t size, const char *word)
{
    size_t length = strlen(word);
    for (size_t k = 0; k + length <= size; k++) {
        size_t same = 0;
        while (same < length && (value[k + same] == word[same] || (value[k + same] | 32) == word[same]))
            same++;
        if (same == length)
            return 1;
    }
    return 0;
}

/* Does an attribute make its element wanted? */
static int is_wanted_attribute(struct attribute *one, int flag)
{
    size_t size = 0, width = 0;
    const char *name = lexbor.attribute_name(one, &size);
    if (name == NULL)
        return 0;
    if (is_named(name, size, "style") || is_named(name, size, "hidden") || is_named(name, size, "itemprop"))
        return 1;
    if (flag & FONT && is_named(name, size, "color"))
        return 1;
    const char *value = lexbor.attribute_value(one, &width);
    if (value == NULL)
        return 0;
    return (is_named(name, size, "aria-hidden") && is_named(value, width, "true")) ||
           (flag & SCRIPT && is_named(name, size, "type") && holds(value, width, "ld+json")) ||
           (flag & ANCHOR && is_named(name, size, "rel") && holds(value, width, "author"));
}

/* Is a node wanted? */
static int is_wanted(struct node *node, const unsigned char *flags)
{
    if (lexbor.type(node) != ELEMENT_NODE)
        return 0;
    uintptr_t tag = lexbor.tag_id(node);
    int flag = tag < TAGS ? flags[tag] : 0;
    if (flag & ALWAYS)
        return 1;
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one))
        if (is_wanted_attribute(one, flag))
            return 1;
    return 0;
}

/* A mark for each node, and a row for each that is wanted. */
struct picked {
    struct bytes marks;
    PyObject *found;
};

/* Marks one node, and gathers it where it is wanted; 0 or -1. */
static int look_at(struct picked *picked, struct node *node, const unsigned char *flags)
{
    if (bytes_room(&picked->marks, 1) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    int wanted = is_wanted(node, flags);
    picked->marks.at[picked->marks.length++] = (char)wanted;
    if (!wanted)
        return 0;
    PyObject *attributes = attributes_of(node);
    if (attributes == NULL)
        return -1;
    PyObject *row = Py_BuildValue("(KKN)", (unsigned long long)lexbor.tag_id(node), (unsigned long long)(uintptr_t)node,
                                  attributes);
    if (row == NULL)
        return -1;
    int failed = PyList_Append(picked->found, row);
    Py_DECREF(row);
    return failed;
}

/* The node behind this one in page order, NULL at the end of what stands below `top`. */
static struct node *behind(struct node *node, struct node *top)
{
    struct node *next = lexbor.first_child(node);
    while (next == NULL && node != top) {
        next = lexbor.next(node);
        if (next == NULL)
            node = lexbor.parent(node);
    }
    return next;
}

/* pick(root, flags) -> (marks, found): see scrub.parser.compiled_walk. */
PyObject *pick_nodes(PyObject *self, PyObject *args)
{
    unsigned long long root;
    Py_buffer flags;
    (void)self;
    if (!PyArg_ParseTuple(args, "Ky*", &root, &flags))
        return NULL;
    struct picked picked = {{NULL, 0, 0}, PyList_New(0)};
    PyObject *answer = NULL;
    struct node *top = (struct node *)(uintptr_t)root;
    if (flags.len != TAGS || !lexbor_is_bound() || top == NULL)
        PyErr_SetString(PyExc_ValueError, "pick: lexbor is not bound, or the table has another length");
    else
        for (struct node *node = picked.found == NULL ? NULL : top; node != NULL; node = behind(node, top))
            if (look_at(&picked, node, flags.buf) < 0)
                break;
    if (!PyErr_Occurred())
        answer = Py_BuildValue("(y#O)", picked.marks.at, (Py_ssize_t)picked.marks.length, picked.found);
    PyMem_Free(picked.marks.at);
    Py_XDECREF(picked.found);
    PyBuffer_Release(&flags);
    return answer;
}
