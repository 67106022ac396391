/* What elements say of themselves and of what they stand in, and those of a head that say something of the page. */
#include "nodes.h"

#include <string.h>

/* A value as text, "" where there is none. */
static PyObject *written_on(struct node *node, const char *name)
{
    size_t size = 0;
    const char *value = attribute_of(node, name, &size);
    return familiar_text(value == NULL ? "" : value, value == NULL ? 0 : size);
}

/* (name, "class id") of a node, two spaces and no name where it is no element. */
static PyObject *place_of(struct node *node, const char *name, size_t size)
{
    PyObject *own = NULL, *id = NULL, *row = NULL;
    int element = lexbor.type(node) == ELEMENT_NODE;
    own = element ? written_on(node, "class") : PyUnicode_FromString("");
    id = element ? written_on(node, "id") : PyUnicode_FromString("");
    PyObject *words = own == NULL || id == NULL ? NULL : PyUnicode_FromFormat("%U %U", own, id);
    PyObject *tag = words == NULL ? NULL : familiar_text(name, size);
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
    PyObject *rel = written_on(node, "rel"), *href = rel == NULL ? NULL : written_on(node, "href");
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

/* All queries, and for each byte those whose word may have it first, and second. */
struct queries {
    struct query at[MOST_QUERIES];
    Py_ssize_t count, most;
    unsigned char first[256], second[256];
};

/* Does the word of a query stand at the beginning of a value? */
static int begins_with(const struct query *query, const char *value, size_t size)
{
    size_t length = (size_t)query->length;
    if (length > size)
        return 0;
    return query->folded ? same_word(value, query->word, length) : memcmp(value, query->word, length) == 0;
}

/* Those of some queries whose words a value holds. */
static unsigned held(const struct queries *queries, unsigned asked, const char *value, size_t size)
{
    unsigned found = 0;
    const unsigned char *byte = (const unsigned char *)value;
    for (size_t k = 0; k + 1 < size; k++) {
        unsigned may = queries->first[byte[k]] & queries->second[byte[k + 1]] & asked & ~found;
        for (int q = 0; may != 0; q++, may >>= 1)
            if (may & 1 && begins_with(queries->at + q, value + k, size - k))
                found |= 1u << q;
    }
    return found;
}

/* The queries that ask for an attribute of an element with a tag. */
static unsigned asking(const struct queries *queries, uintptr_t tag, const char *name, size_t width)
{
    unsigned asked = 0;
    for (Py_ssize_t q = 0; q < queries->count; q++) {
        const struct query *one = queries->at + q;
        if (width == (size_t)one->width && memcmp(name, one->attribute, width) == 0 && (one->tag == 0 || one->tag == tag))
            asked |= 1u << q;
    }
    return asked;
}

/* Asks all queries of one element; -1 with an exception where that fails. */
static int ask(struct node *node, const struct queries *queries, PyObject *found)
{
    unsigned done = 0; /* of several attributes with a name, the first counts */
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        size_t width = 0, size = 0;
        const char *name = lexbor.attribute_local_name(one, &width);
        unsigned asked = name == NULL ? 0 : asking(queries, lexbor.tag_id(node), name, width) & ~done;
        const char *value = asked ? lexbor.attribute_value(one, &size) : NULL;
        done |= asked;
        unsigned holds = value == NULL ? 0 : held(queries, asked, value, size);
        for (Py_ssize_t q = 0; holds != 0; q++, holds >>= 1) {
            PyObject *own = PyList_GET_ITEM(found, q);
            if (holds & 1 && PyList_GET_SIZE(own) < queries->most && give(own, PyLong_FromVoidPtr(node)) < 0)
                return -1;
        }
    }
    return 0;
}

/* Reads a query; 0 or -1 with an exception. */
static int read_query(struct queries *queries, PyObject *told)
{
    struct query *one = queries->at + queries->count;
    unsigned long long tag = 0;
    if (!PyTuple_Check(told)) {
        PyErr_SetString(PyExc_TypeError, "holding: a query is a tuple");
        return -1;
    }
    if (!PyArg_ParseTuple(told, "Ks#s#p", &tag, &one->attribute, &one->width, &one->word, &one->length, &one->folded))
        return -1;
    if (one->length < 2) {
        PyErr_SetString(PyExc_ValueError, "holding: a word has two letters at least");
        return -1;
    }
    one->tag = (uintptr_t)tag;
    unsigned char bit = (unsigned char)(1u << queries->count++);
    for (int byte = 0; byte < 256; byte++) {
        char letter = one->folded ? small((char)byte) : (char)byte;
        queries->first[byte] |= letter == one->word[0] ? bit : 0;
        queries->second[byte] |= letter == one->word[1] ? bit : 0;
    }
    return 0;
}

KERNEL(holding)
{
    struct node *top;
    struct queries queries = {0};
    (void)self;
    if (!is_node(args, given, 3, &top))
        return NULL;
    queries.most = PyLong_AsSsize_t(args[2]);
    if (PyErr_Occurred())
        return NULL;
    Py_ssize_t count = PyTuple_Check(args[1]) ? PyTuple_GET_SIZE(args[1]) : -1;
    if (count < 0 || count > MOST_QUERIES) {
        PyErr_SetString(PyExc_ValueError, "holding: a tuple of few queries is wanted");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    int failed = found == NULL;
    for (Py_ssize_t q = 0; q < count && !failed; q++)
        failed = read_query(&queries, PyTuple_GET_ITEM(args[1], q)) < 0 || give(found, PyList_New(0)) < 0;
    for (struct node *node = top; node != NULL && !failed; node = node_behind(node, top))
        failed = lexbor.type(node) == ELEMENT_NODE && ask(node, &queries, found) < 0;
    if (failed)
        Py_CLEAR(found);
    return found;
}
