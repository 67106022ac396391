/* What elements say of themselves and of what they stand in, and those of a head that say something of the page. */
#include "nodes.h"

#include <string.h>

/* A value as text, "" where there is none. */
static PyObject *value_of(struct node *node, const char *name)
{
    size_t size = 0;
    const char *value = attribute_of(node, name, &size);
    return decoded(value == NULL ? "" : value, value == NULL ? 0 : size);
}

/* (name, "class id") of a node, two spaces and no name where it is no element. */
static PyObject *place_of(struct node *node, const char *name, size_t size)
{
    PyObject *own = NULL, *id = NULL, *row = NULL;
    int element = lexbor.type(node) == ELEMENT_NODE;
    own = element ? value_of(node, "class") : PyUnicode_FromString("");
    id = element ? value_of(node, "id") : PyUnicode_FromString("");
    PyObject *words = own == NULL || id == NULL ? NULL : PyUnicode_FromFormat("%U %U", own, id);
    PyObject *tag = words == NULL ? NULL : decoded(name, size);
    if (tag != NULL)
        row = PyTuple_Pack(2, tag, words);
    Py_XDECREF(own);
    Py_XDECREF(id);
    Py_XDECREF(words);
    Py_XDECREF(tag);
    return row;
}

KERNEL(above)
{
    struct node *node;
    (void)self;
    if (!is_node(args, given, 2, &node))
        return NULL;
    Py_ssize_t most = PyLong_AsSsize_t(args[1]);
    PyObject *found = PyErr_Occurred() ? NULL : PyList_New(0);
    if (found == NULL)
        return NULL;
    for (; node != NULL && most > 0; node = lexbor.parent(node), most--) {
        size_t size = 0;
        const char *name = lexbor.type(node) == ELEMENT_NODE ? lexbor.element_name(node, &size) : NULL;
        if (name == NULL)
            size = 0;
        else if (is_named(name, size, "body") || is_named(name, size, "html"))
            break;
        if (give(found, place_of(node, name == NULL ? "" : name, size)) < 0) {
            Py_DECREF(found);
            return NULL;
        }
    }
    return found;
}

KERNEL(attribute)
{
    struct node *node;
    size_t size = 0;
    (void)self;
    if (!is_node(args, given, 2, &node))
        return NULL;
    const char *name = PyUnicode_AsUTF8(args[1]);
    if (name == NULL)
        return NULL;
    const char *value = lexbor.type(node) == ELEMENT_NODE ? attribute_of(node, name, &size) : NULL;
    return value == NULL ? Py_NewRef(Py_None) : decoded(value, size);
}

/* A letter of ASCII in small; other bytes as they are. */
static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* Are bytes a word in small letters, whatever their case? */
static int same_word(const char *text, const char *word, size_t length)
{
    for (size_t k = 0; k < length; k++)
        if (small(text[k]) != word[k])
            return 0;
    return 1;
}

/* Is one of the words of a value the wanted one? */
static int has_word(const char *value, size_t size, const char *wanted)
{
    static const char spaces[] = " \t\n\f\r";
    size_t length = strlen(wanted);
    for (size_t k = 0; k < size;) {
        size_t end = k;
        while (end < size && memchr(spaces, value[end], sizeof spaces - 1) == NULL)
            end++;
        if (end - k == length && same_word(value + k, wanted, length))
            return 1;
        k = end + 1;
    }
    return 0;
}

/* The value of an attribute as selectors find it: by its name without a prefix. */
static const char *selected(struct node *node, const char *name, size_t *length)
{
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        size_t size = 0;
        const char *own = lexbor.attribute_local_name(one, &size);
        if (own != NULL && is_named(own, size, name))
            return lexbor.attribute_value(one, length);
    }
    return NULL;
}

/* Does a link say something of the page? The queries of scrub.parser.head. */
static int is_telling(struct node *node)
{
    static const char image[] = "image_src";
    size_t size = 0;
    const char *rel = selected(node, "rel", &size);
    return rel != NULL && (has_word(rel, size, "canonical") || has_word(rel, size, "license") ||
                           (size == sizeof image - 1 && same_word(rel, image, size)));
}

/* Appends (rel, href) of a link. */
static int add_link(PyObject *links, struct node *node)
{
    PyObject *rel = value_of(node, "rel"), *href = rel == NULL ? NULL : value_of(node, "href");
    PyObject *row = href == NULL ? NULL : PyTuple_Pack(2, rel, href);
    Py_XDECREF(rel);
    Py_XDECREF(href);
    return give(links, row);
}

KERNEL(head_links)
{
    struct node *top, *title = NULL;
    (void)self;
    if (!is_node(args, given, 3, &top))
        return NULL;
    size_t link = PyLong_AsSize_t(args[1]), titled = PyErr_Occurred() ? 0 : PyLong_AsSize_t(args[2]);
    PyObject *links = PyErr_Occurred() ? NULL : PyList_New(0);
    if (links == NULL)
        return NULL;
    for (struct node *node = node_behind(top, top); node != NULL; node = node_behind(node, top)) {
        uintptr_t tag = lexbor.tag_id(node);
        if (lexbor.type(node) != ELEMENT_NODE)
            continue;
        if (title == NULL && tag == titled)
            title = node;
        if (tag == link && is_telling(node) && add_link(links, node) < 0) {
            Py_DECREF(links);
            return NULL;
        }
    }
    return Py_BuildValue("(NK)", links, (unsigned long long)(uintptr_t)title);
}

/* A query: a tag or 0 for any, an attribute, what its value holds, and whether that is whatever its case. */
struct query {
    uintptr_t tag;
    const char *attribute, *word;
    Py_ssize_t width, length;
    int folded;
};

enum { MOST_QUERIES = 8 };

/* Does a value hold the word of a query? */
static int holds_word(const struct query *query, const char *value, size_t size)
{
    size_t length = (size_t)query->length;
    const char *word = query->word;
    for (size_t k = 0; k + length <= size; k++) {
        if (length && (value[k] | 32) != (word[0] | 32)) /* by far the most */
            continue;
        if (query->folded ? same_word(value + k, word, length) : memcmp(value + k, word, length) == 0)
            return 1;
    }
    return 0;
}

/* Asks all queries of one element; -1 with an exception where that fails. */
static int ask(struct node *node, const struct query *queries, Py_ssize_t count, Py_ssize_t most, PyObject *found)
{
    unsigned asked = 0; /* of several attributes with a name, the first counts */
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        size_t width = 0, size = 0;
        const char *name = lexbor.attribute_local_name(one, &width), *value = NULL;
        for (Py_ssize_t q = 0; name != NULL && q < count; q++) {
            const struct query *query = queries + q;
            if (asked >> q & 1 || width != (size_t)query->width || memcmp(name, query->attribute, width) != 0)
                continue;
            asked |= 1u << q;
            if (value == NULL && (value = lexbor.attribute_value(one, &size)) == NULL)
                break;
            PyObject *own = PyList_GET_ITEM(found, q);
            if (PyList_GET_SIZE(own) < most && (query->tag == 0 || query->tag == lexbor.tag_id(node)) &&
                holds_word(query, value, size) && give(own, PyLong_FromVoidPtr(node)) < 0)
                return -1;
        }
    }
    return 0;
}

KERNEL(holding)
{
    struct node *top;
    struct query queries[MOST_QUERIES];
    (void)self;
    if (!is_node(args, given, 3, &top))
        return NULL;
    Py_ssize_t most = PyLong_AsSsize_t(args[2]), count = PyTuple_Check(args[1]) ? PyTuple_GET_SIZE(args[1]) : -1;
    if (PyErr_Occurred())
        return NULL;
    if (count < 0 || count > MOST_QUERIES) {
        PyErr_SetString(PyExc_ValueError, "holding: a tuple of few queries is wanted");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    int failed = found == NULL;
    for (Py_ssize_t q = 0; q < count && !failed; q++) {
        unsigned long long tag = 0;
        PyObject *one = PyTuple_GET_ITEM(args[1], q);
        failed = !PyTuple_Check(one) ||
                 !PyArg_ParseTuple(one, "Ks#s#p", &tag, &queries[q].attribute, &queries[q].width, &queries[q].word,
                                   &queries[q].length, &queries[q].folded);
        queries[q].tag = (uintptr_t)tag;
        failed = failed || give(found, PyList_New(0)) < 0;
    }
    if (failed && !PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, "holding: a query is a tuple");
    for (struct node *node = top; node != NULL && !failed; node = node_behind(node, top))
        failed = lexbor.type(node) == ELEMENT_NODE && ask(node, queries, count, most, found) < 0;
    if (failed)
        Py_CLEAR(found);
    return found;
}
