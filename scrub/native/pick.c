/* The elements that scrub.parser.gathered asks for, found in one pass without an object for each node. */
#include "kernels.h"
#include "lexbor.h"
#include "metas.h"
#include "rows.h"

/* What a tag is to `pick`; the order is that of gathered._TAGS. */
enum { OTHER, META, SCRIPT, H1, TIME, A, STYLE, FONT, NOSCRIPT, DETAILS, MARQUEE, KINDS };
/* What gathered.Gathered has: what meta elements say, and lists, of which those of the next five tags stand first. */
enum { METAS, PROPERTIES = STYLE, HIDING, LISTS };
/* What the attributes of an element say. */
enum { HIDES = 1, ITEMPROP = 2, COLOUR = 4, LINKED_DATA = 8, AUTHOR = 16, WANTED = 32 };

/* What is asked, and what is found. */
struct pick {
    const unsigned char *kind; /* of TAGS tags */
    PyObject *tags;            /* the name of each kind */
    PyTypeObject *row;         /* gathered.Found */
    PyObject *nodes;           /* of which each Found is one */
    PyObject *lists[LISTS];
    Py_ssize_t metas, longest; /* meta elements that are still read, and characters of what they say */
    struct bytes found;        /* what identifies each Found, 64 bits */
};

/* Whether a word in small letters stands at the beginning of a value, whatever the value's case. */
static int begins(const char *value, size_t size, const char *word, size_t length)
{
    if (length > size)
        return 0;
    for (size_t k = 0; k < length; k++) {
        char letter = value[k] >= 'A' && value[k] <= 'Z' ? (char)(value[k] | 32) : value[k];
        if (letter != word[k])
            return 0;
    }
    return 1;
}

/* Whether it stands anywhere in it. */
static int holds(const char *value, size_t size, const char *word)
{
    size_t length = strlen(word);
    for (size_t k = 0; k + length <= size; k++)
        if (begins(value + k, size - k, word, length))
            return 1;
    return 0;
}

/* Whether it stands there with nothing but white space around it. */
static int has_word(const char *value, size_t size, const char *word)
{
    const unsigned char *p = (const unsigned char *)value;
    size_t length = strlen(word);
    for (size_t k = 0; k < size;) {
        size_t gap = white(p + k, size - k);
        if (gap == 0 && begins(value + k, size - k, word, length) &&
            (k + length == size || white(p + k + length, size - k - length)))
            return 1;
        for (; gap == 0 && k < size && (gap = white(p + k, size - k)) == 0; k++)
            ;
        k += gap;
    }
    return 0;
}

/* What an attribute says of an element of a kind. */
static int told(struct attribute *one, int kind)
{
    size_t size = 0, width = 0;
    const char *name = lexbor.attribute_name(one, &size), *value;
    if (name == NULL)
        return 0;
    switch (size) {
    case 3:
        if (kind != A || !is_named(name, size, "rel") || (value = lexbor.attribute_value(one, &width)) == NULL)
            return 0;
        return (holds(value, width, "author") ? WANTED : 0) | (has_word(value, width, "author") ? AUTHOR : 0);
    case 4:
        if (kind != SCRIPT || !is_named(name, size, "type") || (value = lexbor.attribute_value(one, &width)) == NULL)
            return 0;
        return holds(value, width, "ld+json") ? WANTED | LINKED_DATA : 0;
    case 5:
        if (kind == FONT && is_named(name, size, "color"))
            return WANTED | COLOUR;
        return is_named(name, size, "style") ? WANTED | HIDES : 0;
    case 6:
        return is_named(name, size, "hidden") ? WANTED | HIDES : 0;
    case 8:
        return is_named(name, size, "itemprop") ? WANTED | ITEMPROP : 0;
    case 11:
        if (!is_named(name, size, "aria-hidden"))
            return 0;
        value = lexbor.attribute_value(one, &width);
        return value != NULL && is_named(value, width, "true") ? WANTED | HIDES : HIDES;
    default:
        return 0;
    }
}

/* A Found: its tag, what identifies it, its attributes, and the nodes it is one of; NULL with an exception. */
static PyObject *row_of(const struct pick *pick, struct node *node, int kind)
{
    PyObject *row = pick->row->tp_alloc(pick->row, 4);
    if (row == NULL)
        return NULL;
    PyObject *identity = PyLong_FromVoidPtr(node), *attributes = attributes_of(node);
    PyTuple_SET_ITEM(row, 0, Py_NewRef(PyTuple_GET_ITEM(pick->tags, kind)));
    PyTuple_SET_ITEM(row, 1, identity);
    PyTuple_SET_ITEM(row, 2, attributes);
    PyTuple_SET_ITEM(row, 3, Py_NewRef(pick->nodes));
    if (identity == NULL || attributes == NULL)
        Py_CLEAR(row);
    return row;
}

/* Adds an element to the lists that it belongs to; 0 or -1. */
static int add(struct pick *pick, struct node *node, int kind, int said)
{
    uint64_t identity = (uintptr_t)node;
    if (bytes_room(&pick->found, sizeof identity) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(pick->found.at + pick->found.length, &identity, sizeof identity);
    pick->found.length += sizeof identity;
    PyObject *row = row_of(pick, node, kind);
    if (row == NULL)
        return -1;
    int of_tag = kind > META && kind <= STYLE && (kind != SCRIPT || said & LINKED_DATA) && (kind != A || said & AUTHOR);
    int hides = kind != STYLE && (said & (HIDES | COLOUR) || kind >= NOSCRIPT);
    int failed = (of_tag && PyList_Append(pick->lists[kind - 1], row) < 0) ||
                 (said & ITEMPROP && PyList_Append(pick->lists[PROPERTIES], row) < 0) ||
                 (hides && PyList_Append(pick->lists[HIDING], row) < 0);
    Py_DECREF(row);
    return failed ? -1 : 0;
}

/* Looks at one node; 0 or -1. */
static int look_at(struct pick *pick, struct node *node)
{
    if (lexbor.type(node) != ELEMENT_NODE)
        return 0;
    uintptr_t tag = lexbor.tag_id(node);
    int kind = tag < TAGS && pick->kind[tag] < KINDS ? pick->kind[tag] : OTHER;
    int said = kind == OTHER || kind == META || kind == SCRIPT || kind == A || kind == FONT ? 0 : WANTED;
    if (kind == META && pick->metas-- > 0 && add_meta(pick->lists[METAS], node, pick->longest) < 0)
        return -1;
    for (struct attribute *one = lexbor.first_attribute(node), *next; one != NULL; one = next) {
        if ((next = lexbor.next_attribute(one)) != NULL)
            fetch(next);
        said |= told(one, kind);
    }
    return said & WANTED ? add(pick, node, kind, said) : 0;
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
    if (next != NULL)
        fetch(next);
    return next;
}

/* Looks at all nodes: the lists and what was found, or NULL with an exception. */
static PyObject *picked(struct pick *pick, struct node *top)
{
    PyObject *answer = PyTuple_New(LISTS + 1);
    for (int k = 0; answer != NULL && k < LISTS; k++) {
        pick->lists[k] = k == METAS ? PyDict_New() : PyList_New(0);
        if (pick->lists[k] == NULL)
            Py_CLEAR(answer);
        else
            PyTuple_SET_ITEM(answer, k, pick->lists[k]);
    }
    for (struct node *node = answer == NULL ? NULL : top, *next; node != NULL; node = next) {
        next = behind(node, top);
        if (look_at(pick, node) < 0) {
            Py_CLEAR(answer);
            break;
        }
    }
    PyObject *found = answer == NULL ? NULL : PyBytes_FromStringAndSize(pick->found.at, (Py_ssize_t)pick->found.length);
    if (found == NULL)
        Py_CLEAR(answer);
    else
        PyTuple_SET_ITEM(answer, LISTS, found);
    PyMem_Free(pick->found.at);
    return answer;
}

/* pick(root, kinds, tags, Found, nodes, metas, characters) -> the lists, and what identifies what is in them: see scrub.parser.gathered. */
PyObject *pick_nodes(PyObject *self, PyObject *args)
{
    unsigned long long root;
    Py_buffer kinds;
    struct pick pick = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "Ky*O!O!Onn", &root, &kinds, &PyTuple_Type, &pick.tags, &PyType_Type, &pick.row,
                          &pick.nodes, &pick.metas, &pick.longest))
        return NULL;
    PyObject *answer = NULL;
    pick.kind = kinds.buf;
    if (kinds.len != TAGS || !lexbor_is_bound() || root == 0)
        PyErr_SetString(PyExc_ValueError, "pick: lexbor is not bound, or the table has another length");
    else if (PyTuple_GET_SIZE(pick.tags) != KINDS || !is_named_tuple(pick.row))
        PyErr_SetString(PyExc_TypeError, "pick: a name for each kind and a named tuple are wanted");
    else
        answer = picked(&pick, (struct node *)(uintptr_t)root);
    PyBuffer_Release(&kinds);
    return answer;
}

/* path(root, node) -> the number of the node among its siblings, and of each ancestor, upwards: 32 bits each. */
PyObject *path_to_node(PyObject *self, PyObject *args)
{
    unsigned long long root, identity;
    struct ints steps = {NULL, 0, 0};
    PyObject *answer = NULL;
    (void)self;
    if (!PyArg_ParseTuple(args, "KK", &root, &identity))
        return NULL;
    if (!lexbor_is_bound() || root == 0 || identity == 0) {
        PyErr_SetString(PyExc_ValueError, "path: lexbor is not bound, or there is no node");
        return NULL;
    }
    struct node *top = (struct node *)(uintptr_t)root, *node = (struct node *)(uintptr_t)identity;
    while (node != top) {
        struct node *parent = lexbor.parent(node), *at = parent == NULL ? NULL : lexbor.first_child(parent);
        int32_t step = 0;
        for (; at != NULL && at != node; at = lexbor.next(at))
            step++;
        if (at == NULL) {
            PyErr_SetString(PyExc_ValueError, "path: the node does not stand below the root");
            break;
        }
        if (ints_add(&steps, &step, 1) < 0) {
            PyErr_NoMemory();
            break;
        }
        node = parent;
    }
    if (node == top)
        answer = ints_object(&steps);
    PyMem_Free(steps.at);
    return answer;
}
