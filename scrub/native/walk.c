/* The walk of scrub.parser.walk over lexbor's own nodes: the same rows, without an object for each node. */
#include "kernels.h"
#include "lexbor.h"
#include "rows.h"

#include <string.h>

/* Flags of tags; the same bits stand in scrub.parser.compiled_walk. */
enum {
    SKIPPED = 1, BLOCK_LEVEL = 2, PREFORMATTED = 4, MARKED = 8, ANCHOR = 16, BREAK = 32, IMAGE = 64, SOURCE = 128,
    SHAPED = 256,
};
/* Joints of scrub.values. */
enum { PARAGRAPH, BROKEN, SPACED, GLUED };
/* What has to be undone when an element ends; see the walk in Python. */
enum { INLINE, MARK, LINK, HIDDEN, HIDDEN_LINK, BLOCK, PRE };

#define LONGEST ((size_t)INT32_MAX / 2) /* bytes of text: offsets are 32 bits */
#define END_OF_BODY "scrub-end-of-body"

/* An element that has been gone into. */
struct open {
    struct node *node;
    int closing;
    int32_t saved, nth;
};

/* A row of the table of hidden nodes. */
struct hiding {
    uintptr_t node; /* 0: free */
    uint32_t bits;
};

/* An element that holds images. */
struct holder {
    int32_t element, count;
};

/* All that the walk is asked, has found, and where it is. */
struct walk {
    /* what is asked */
    const uint16_t *flag; /* of TAGS tags: what they are, and their code as a block or a mark */
    const unsigned char *code;
    uintptr_t text_tag, comment_tag;
    int sup; /* the code of <sup> */
    int marked;
    PyObject *rel_bits, *shaping; /* callables of scrub.parser.compiled_walk */
    PyObject *pictured;           /* the names of attributes that tell of an image */
    Py_ssize_t longest;           /* characters of such an attribute that is kept, and one more */
    struct hiding *hiding;
    size_t hidden_room; /* a power of two, or 0 */

    /* what is found */
    struct bytes text;
    struct ints blocks, elements, anchors, marks, rels, link_hidden;
    PyObject *labels, *hrefs, *pictures, *ids, *shapes, *sources;

    /* where the walk is */
    struct open *stack;
    size_t depth_of_stack, room_of_stack;
    struct holder *holders;
    size_t holder_count, holder_room;
    int32_t count, offset, length, joint, e, depth, nth, bits, after, pre, link_start;
    int space, in_link;
    PyObject *href; /* of the link that is open */
    int32_t rel, own_hidden;
};

#define TRY(call) \
    do { \
        if ((call) < 0) \
            return -1; \
    } while (0)

/* Sets the exception for memory that could not be had. */
static int no_memory(void)
{
    PyErr_NoMemory();
    return -1;
}

/* Adds numbers; 0, or -1 with an exception, as everything here. */
static int add(struct ints *ints, const int32_t *values, size_t count)
{
    return ints_add(ints, values, count) < 0 ? no_memory() : 0;
}

#define ADD(ints, ...) \
    TRY(add((ints), (const int32_t[]){__VA_ARGS__}, sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t)))

/* Append and give away; item may be NULL, with an error set. */
static int append(PyObject *list, PyObject *item)
{
    if (item == NULL)
        return -1;
    int failed = PyList_Append(list, item);
    Py_DECREF(item);
    return failed;
}

/* How a node is hidden by itself: bits. */
static uint32_t hidden_by_itself(const struct walk *w, struct node *node)
{
    if (w->hidden_room == 0)
        return 0;
    uintptr_t key = (uintptr_t)node;
    for (size_t k = (key >> 4) & (w->hidden_room - 1);; k = (k + 1) & (w->hidden_room - 1)) {
        if (w->hiding[k].node == key)
            return w->hiding[k].bits;
        if (w->hiding[k].node == 0)
            return 0;
    }
}

/* Reads a node of text. */
static int read_text(struct walk *w, struct node *node)
{
    size_t size = 0;
    const char *raw = lexbor.text(node, &size);
    struct run run;
    if (raw == NULL || size == 0) {
        w->space = 1;
        return 0;
    }
    if (size > LONGEST || w->text.length + size > LONGEST) {
        PyErr_SetString(PyExc_OverflowError, "a page with too much text");
        return -1;
    }
    size_t before = w->text.length;
    int apart = w->length && w->space;
    if (bytes_room(&w->text, size + 2) < 0)
        return no_memory();
    w->text.length++; /* room for a space before it */
    if ((w->pre ? keep(raw, size, w->length == 0, &w->text, &run) : collapse(raw, size, &w->text, &run)) < 0)
        return no_memory();
    if (run.blank || run.characters == 0) {
        w->text.length = before;
        w->space |= run.blank;
        return 0;
    }
    apart |= w->length && !w->pre && run.space_first;
    if (apart) {
        w->text.at[before] = ' ';
        w->length++;
    } else {
        memmove(w->text.at + before, w->text.at + before + 1, run.bytes);
        w->text.length--;
        if (w->length == 0 && w->joint == GLUED && (w->space || run.space_first))
            w->joint = SPACED;
    }
    if (w->in_link && w->link_start < 0)
        w->link_start = w->offset + w->length;
    w->length += (int32_t)run.characters;
    w->space = !w->pre && run.space_last;
    return 0;
}

/* The text of the open link ends here, or goes on in another block. */
static int end_anchor(struct walk *w)
{
    if (w->link_start < 0 || !w->in_link)
        return 0;
    ADD(&w->anchors, w->link_start, w->offset + w->length, w->count);
    ADD(&w->rels, w->rel);
    ADD(&w->link_hidden, w->own_hidden);
    w->link_start = -1;
    return PyList_Append(w->hrefs, w->href);
}

/* A boundary: what was written since the last one is a block. */
static int end_block(struct walk *w, int32_t edge)
{
    if (w->length == 0) {
        if (edge == BROKEN && w->joint == BROKEN)
            w->joint = PARAGRAPH; /* the second <br> in a row */
        else if (edge < w->joint)
            w->joint = edge;
        return 0;
    }
    TRY(end_anchor(w));
    ADD(&w->blocks, w->offset, w->offset + w->length, w->e, w->joint, w->bits, w->after);
    w->count++;
    if (bytes_room(&w->text, 1) < 0)
        return no_memory();
    w->text.at[w->text.length++] = '\n';
    w->offset += w->length + 1;
    w->length = 0;
    w->joint = edge;
    w->space = 0;
    return 0;
}

/* Notes an element that has been gone into, and what is to be done when it ends. */
static int push(struct walk *w, struct node *node, int closing, int32_t saved)
{
    if (w->depth_of_stack == w->room_of_stack) {
        size_t room = w->room_of_stack ? 2 * w->room_of_stack : 64;
        struct open *larger = PyMem_Realloc(w->stack, room * sizeof *larger);
        if (larger == NULL)
            return no_memory();
        w->stack = larger;
        w->room_of_stack = room;
    }
    w->stack[w->depth_of_stack++] = (struct open){node, closing, saved, w->nth};
    return 0;
}

/* Append (offset, name) where an id or, of a link, a name stands here. */
static int add_id(struct walk *w, const char *name, size_t size)
{
    if (name == NULL || size == 0)
        return 0;
    PyObject *text = decoded(name, size);
    return text == NULL ? -1 : append(w->ids, Py_BuildValue("(iN)", (int)(w->offset + w->length), text));
}

/* Note the id of an <a>; 1 where it is a link (w->href is new then), 0 where it has no address. */
static int read_link(struct walk *w, struct node *node, uint32_t own, int open)
{
    size_t id_size = 0, href_size = 0, rel_size = 0;
    const char *id = attribute_of(node, "id", &id_size);
    if (id == NULL || id_size == 0)
        id = attribute_of(node, "name", &id_size);
    TRY(add_id(w, id, id_size));
    const char *href = attribute_of(node, "href", &href_size);
    if (href == NULL || !open)
        return 0;
    const char *rel = attribute_of(node, "rel", &rel_size);
    w->rel = 0;
    if (rel != NULL && rel_size) {
        PyObject *words = decoded(rel, rel_size);
        PyObject *bits = words == NULL ? NULL : PyObject_CallOneArg(w->rel_bits, words);
        Py_XDECREF(words);
        if (bits == NULL)
            return -1;
        w->rel = (int32_t)PyLong_AsLong(bits);
        Py_DECREF(bits);
        if (PyErr_Occurred())
            return -1;
    }
    PyObject *address = decoded(href, href_size);
    if (address == NULL)
        return -1;
    Py_XSETREF(w->href, address);
    w->own_hidden = (int32_t)own;
    return 1;
}

/* Add an attribute to what an image says of itself, where it is one that tells of it. */
static int tell(struct walk *w, struct attribute *one, PyObject *found)
{
    size_t size = 0, width = 0;
    const char *name = lexbor.attribute_name(one, &size);
    const char *value = lexbor.attribute_value(one, &width);
    if (value == NULL)
        return 0;
    PyObject *key = decoded(name == NULL ? "" : name, name == NULL ? 0 : size), *own = NULL;
    int wanted = key == NULL ? -1 : PySet_Contains(w->pictured, key);
    if (wanted > 0) {
        own = decoded(value, width);
        if (own == NULL)
            wanted = -1;
        else if (PyUnicode_GET_LENGTH(own) < w->longest)
            wanted = PyDict_SetItem(found, key, own);
    }
    Py_XDECREF(key);
    Py_XDECREF(own);
    return wanted < 0 ? -1 : 0;
}

/* What an image or a source says of itself. */
static PyObject *picture_of(struct walk *w, struct node *node)
{
    PyObject *found = PyDict_New();
    if (found == NULL || lexbor.type(node) != ELEMENT_NODE)
        return found;
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one))
        if (tell(w, one, found) < 0) {
            Py_DECREF(found);
            return NULL;
        }
    return found;
}

/* Counts an image of the element that is open. */
static int hold_picture(struct walk *w)
{
    if (w->holder_count && w->holders[w->holder_count - 1].element == w->e) {
        w->holders[w->holder_count - 1].count++;
        return 0;
    }
    if (w->holder_count == w->holder_room) {
        size_t room = w->holder_room ? 2 * w->holder_room : 16;
        struct holder *larger = PyMem_Realloc(w->holders, room * sizeof *larger);
        if (larger == NULL)
            return no_memory();
        w->holders = larger;
        w->holder_room = room;
    }
    w->holders[w->holder_count++] = (struct holder){w->e, 1};
    return 0;
}

/* Adds an image, with the sources that stand before it. */
static int add_picture(struct walk *w, struct node *node, uint32_t own)
{
    TRY(hold_picture(w));
    PyObject *attributes = picture_of(w, node);
    PyObject *sources = attributes == NULL ? NULL : PyList_AsTuple(w->sources);
    if (sources == NULL) {
        Py_XDECREF(attributes);
        return -1;
    }
    TRY(append(w->pictures, Py_BuildValue("(iiOiINN)", (int)(w->offset + w->length), (int)w->count,
                                          w->length > 0 ? Py_True : Py_False, (int)w->e,
                                          (unsigned)((uint32_t)w->bits | own), attributes, sources)));
    return PyList_SetSlice(w->sources, 0, PyList_GET_SIZE(w->sources), NULL);
}

/* The row of `shapes` about an element, made where there is none; borrowed. */
static PyObject *shape_of(struct walk *w, int32_t e)
{
    PyObject *key = PyLong_FromLong(e), *fresh = PyDict_New(), *row = NULL;
    if (key != NULL && fresh != NULL)
        row = PyDict_SetDefault(w->shapes, key, fresh);
    Py_XDECREF(key);
    Py_XDECREF(fresh);
    return row;
}

/* The classes of what stands in a <pre>: they name its language. */
static int note_classes(struct walk *w, struct node *node)
{
    size_t size = 0;
    const char *names = attribute_of(node, "class", &size);
    if (names == NULL || size == 0)
        return 0;
    PyObject *row = shape_of(w, w->e), *classes = decoded(names, size);
    int failed = row == NULL || classes == NULL || PyDict_SetItemString(row, "class", classes) < 0;
    Py_XDECREF(classes);
    return failed ? -1 : 0;
}

/* Go into an element that has children. */
static int open_element(struct walk *w, struct node *node, int flags, int code, uint32_t own)
{
    if (flags & BLOCK_LEVEL) {
        w->depth++;
        ADD(&w->elements, code, w->e, w->count, 0, w->depth, w->nth, (int32_t)own);
        w->e = (int32_t)PyList_GET_SIZE(w->labels);
        TRY(append(w->labels, PyUnicode_New(0, 0)));
        TRY(push(w, node, flags & PREFORMATTED ? PRE : BLOCK, w->bits));
        w->pre += (flags & PREFORMATTED) != 0;
        w->bits |= (int32_t)own;
        return 0;
    }
    if (flags & ANCHOR && !w->in_link) {
        int is_link = read_link(w, node, own, 1);
        if (is_link < 0)
            return -1;
        if (is_link) {
            w->in_link = 1;
            TRY(push(w, node, own ? HIDDEN_LINK : LINK, w->bits));
            w->bits |= (int32_t)own;
            return 0;
        }
    }
    if (own) {
        TRY(push(w, node, HIDDEN, w->bits));
        w->bits |= (int32_t)own;
        return 0;
    }
    if (!(flags & MARKED))
        return push(w, node, INLINE, 0);
    TRY(push(w, node, MARK, w->offset + w->length));
    if (w->pre)
        return note_classes(w, node);
    if (code == w->sup) { /* a <sup>: footnotes are called by its id */
        size_t size = 0;
        const char *name = attribute_of(node, "id", &size);
        return add_id(w, name, size);
    }
    return 0;
}

/* An element without children, or whose children are no text of the page. */
static int pass_element(struct walk *w, struct node *node, int flags, uint32_t own)
{
    if (flags & IMAGE)
        return add_picture(w, node, own);
    if (flags & SOURCE)
        return append(w->sources, picture_of(w, node));
    if (flags & ANCHOR)
        return read_link(w, node, own, 0);
    if (w->marked && !(flags & BLOCK_LEVEL) && lexbor.type(node) == ELEMENT_NODE) {
        size_t size = 0;
        const char *name = lexbor.element_name(node, &size);
        if (name != NULL && is_named(name, size, END_OF_BODY)) {
            w->after = 1;
            w->nth--;
        }
    }
    return 0;
}

/* "#id class class", or the classes alone. */
static PyObject *label_of(const char *id, size_t id_size, const char *names, size_t names_size)
{
    if (id_size == 0)
        return decoded(names_size ? names : "", names_size);
    PyObject *own = decoded(id, id_size), *classes = decoded(names_size ? names : "", names_size);
    PyObject *label = own == NULL || classes == NULL ? NULL : PyUnicode_FromFormat("#%U %U", own, classes);
    Py_XDECREF(own);
    Py_XDECREF(classes);
    if (label == NULL)
        return NULL;
    PyObject *stripped = PyObject_CallMethod(label, "rstrip", NULL);
    Py_DECREF(label);
    return stripped;
}

/* Add what `shaping` finds among the attributes of an element to its shape. */
static int shape(struct walk *w, struct node *node, int32_t e)
{
    PyObject *attributes = attributes_of(node);
    PyObject *found = attributes == NULL ? NULL : PyObject_CallOneArg(w->shaping, attributes);
    Py_XDECREF(attributes);
    if (found == NULL)
        return -1;
    if (!PyDict_Check(found)) {
        Py_DECREF(found);
        PyErr_SetString(PyExc_TypeError, "a shape is a dict");
        return -1;
    }
    PyObject *row = PyDict_GET_SIZE(found) ? shape_of(w, e) : found;
    int failed = row == NULL || (row != found && PyDict_Update(row, found) < 0);
    Py_DECREF(found);
    return failed ? -1 : 0;
}

/* The label of an element, and what shapes it. */
static int describe(struct walk *w, struct node *node, int32_t e)
{
    const char *id = NULL, *names = NULL;
    size_t id_size = 0, names_size = 0;
    int shaped = 0;
    uintptr_t tag = lexbor.tag_id(node);
    int may = tag < TAGS && w->flag[tag] & SHAPED;
    struct attribute *one = lexbor.first_attribute(node);
    if (one == NULL)
        return 0;
    for (; one != NULL; one = lexbor.next_attribute(one)) {
        size_t size = 0;
        const char *name = lexbor.attribute_name(one, &size);
        if (is_named(name, size, "class"))
            names = lexbor.attribute_value(one, &names_size);
        else if (is_named(name, size, "id"))
            id = lexbor.attribute_value(one, &id_size);
        else
            shaped |= may || is_named(name, size, "itemtype");
    }
    if (shaped)
        TRY(shape(w, node, e));
    if (id == NULL && names == NULL)
        return 0;
    PyObject *label = label_of(id, id == NULL ? 0 : id_size, names, names == NULL ? 0 : names_size);
    return label == NULL ? -1 : PyList_SetItem(w->labels, e, label);
}

/* Forget the shape of an element that is left out. */
static int drop_shape(struct walk *w, int32_t e)
{
    if (PyDict_GET_SIZE(w->shapes) == 0)
        return 0;
    PyObject *key = PyLong_FromLong(e);
    if (key == NULL)
        return -1;
    int there = PyDict_Contains(w->shapes, key);
    int failed = there < 0 || (there && PyDict_DelItem(w->shapes, key) < 0);
    Py_DECREF(key);
    return failed ? -1 : 0;
}

/* The last pictures stand in an element that is left out: they go to its parent. */
static void hand_over(struct walk *w, int32_t e, int32_t parent)
{
    if (!w->holder_count || w->holders[w->holder_count - 1].element != e)
        return;
    if (w->holder_count > 1 && w->holders[w->holder_count - 2].element == parent) {
        w->holders[w->holder_count - 2].count += w->holders[w->holder_count - 1].count;
        w->holder_count--;
    } else
        w->holders[w->holder_count - 1].element = parent;
}

/* Leaves an element of the tree of blocks. */
static int close_block_element(struct walk *w, struct node *node, int closing)
{
    int32_t *row = w->elements.at + (size_t)7 * (size_t)w->e;
    int32_t parent = row[1], e = w->e;
    if (w->count > row[2]) {
        row[3] = w->count;
        TRY(describe(w, node, e));
    } else { /* it holds no block, and what stands in it was left out before it */
        w->elements.length = (size_t)7 * (size_t)e;
        TRY(PyList_SetSlice(w->labels, e, PyList_GET_SIZE(w->labels), NULL));
        TRY(drop_shape(w, e));
        hand_over(w, e, parent);
    }
    w->e = parent;
    w->depth--;
    w->pre -= closing == PRE;
    return 0;
}

/* Leave the innermost element. */
static int close_element(struct walk *w, const struct open *open)
{
    if (open->closing == MARK) {
        uintptr_t tag = lexbor.tag_id(open->node);
        if (w->offset + w->length > open->saved)
            ADD(&w->marks, open->saved, w->offset + w->length, w->code[tag]);
        return 0;
    }
    if (open->closing == INLINE)
        return 0;
    if (open->closing == LINK)
        TRY(end_anchor(w));
    else
        TRY(end_block(w, open->closing >= BLOCK ? PARAGRAPH : w->space ? SPACED : GLUED));
    if (open->closing >= BLOCK)
        TRY(close_block_element(w, open->node, open->closing));
    else if (open->closing != HIDDEN)
        w->in_link = 0;
    w->bits = open->saved;
    return 0;
}

/* One node; 1 where the walk goes on with its children. */
static int visit(struct walk *w, struct node *node)
{
    uintptr_t tag = lexbor.tag_id(node);
    if (tag == w->text_tag)
        return read_text(w, node);
    if (tag == w->comment_tag)
        return 0;
    w->nth++;
    int flags = tag < TAGS ? w->flag[tag] : 0, code = tag < TAGS ? w->code[tag] : 0;
    uint32_t own = hidden_by_itself(w, node);
    if (flags & (BLOCK_LEVEL | BREAK) || own) {
        TRY(end_block(w, flags & BLOCK_LEVEL ? PARAGRAPH : flags & BREAK ? BROKEN : w->space ? SPACED : GLUED));
    }
    if (flags & SKIPPED || lexbor.first_child(node) == NULL)
        return pass_element(w, node, flags, own);
    TRY(open_element(w, node, flags, code, own));
    w->nth = 0;
    return 1;
}

/* Walks all that stands in and under a node. */
static int walk_from(struct walk *w, struct node *root)
{
    struct node *node = root;
    for (;;) {
        int inside = visit(w, node);
        if (inside < 0)
            return -1;
        if (inside) {
            node = lexbor.first_child(node);
            continue;
        }
        struct node *following = lexbor.next(node);
        while (following == NULL) {
            if (w->depth_of_stack == 0)
                return 0;
            struct open open = w->stack[--w->depth_of_stack];
            w->nth = open.nth;
            TRY(close_element(w, &open));
            if (w->depth_of_stack == 0)
                return 0;
            following = lexbor.next(open.node);
        }
        node = following;
    }
}

/* Reads which nodes are hidden by themselves into a table of our own. */
static int read_hidden(struct walk *w, PyObject *hidden)
{
    size_t count = (size_t)PyDict_GET_SIZE(hidden), room = 16;
    if (count == 0)
        return 0;
    while (room < 2 * count)
        room *= 2;
    w->hiding = PyMem_Calloc(room, sizeof *w->hiding);
    if (w->hiding == NULL)
        return no_memory();
    w->hidden_room = room;
    PyObject *key, *value;
    for (Py_ssize_t at = 0; PyDict_Next(hidden, &at, &key, &value);) {
        uintptr_t node = (uintptr_t)PyLong_AsUnsignedLongLong(key);
        uint32_t bits = (uint32_t)PyLong_AsUnsignedLong(value);
        if (PyErr_Occurred())
            return -1;
        size_t k = (node >> 4) & (room - 1);
        while (w->hiding[k].node)
            k = (k + 1) & (room - 1);
        w->hiding[k] = (struct hiding){node, bits};
    }
    return 0;
}

/* The elements that hold images, and how many, as bytes. */
static PyObject *holders_object(const struct walk *w)
{
    return PyBytes_FromStringAndSize((const char *)w->holders, (Py_ssize_t)(w->holder_count * sizeof *w->holders));
}

/* What was found. */
static PyObject *answer(const struct walk *w)
{
    size_t size = w->text.length ? w->text.length - 1 : 0; /* without the line break behind the last block */
    PyObject *text = decoded(w->text.at ? w->text.at : "", size);
    return Py_BuildValue("(NNNONONNNOOON)", text, ints_object(&w->blocks), ints_object(&w->elements), w->labels,
                         ints_object(&w->anchors), w->hrefs, ints_object(&w->rels), ints_object(&w->link_hidden),
                         ints_object(&w->marks), w->pictures, w->ids, w->shapes, holders_object(w));
}

/* Gives all back. */
static void release(struct walk *w)
{
    PyMem_Free(w->text.at);
    struct ints *all[] = {&w->blocks, &w->elements, &w->anchors, &w->marks, &w->rels, &w->link_hidden};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        PyMem_Free(all[k]->at);
    PyMem_Free(w->stack);
    PyMem_Free(w->holders);
    PyMem_Free(w->hiding);
    Py_XDECREF(w->labels);
    Py_XDECREF(w->hrefs);
    Py_XDECREF(w->pictures);
    Py_XDECREF(w->ids);
    Py_XDECREF(w->shapes);
    Py_XDECREF(w->sources);
    Py_XDECREF(w->href);
}

/* walk(root, hidden, marked, flags, codes, tags of text, comment and <sup>'s code, callables): see compiled_walk. */
PyObject *walk_tree(PyObject *self, PyObject *args)
{
    unsigned long long root, text_tag, comment_tag;
    PyObject *hidden;
    Py_buffer flags, codes;
    struct walk w = {.joint = PARAGRAPH, .e = -1, .depth = -1, .link_start = -1};
    (void)self;
    if (!PyArg_ParseTuple(args, "KO!py*y*KKiOOO!n", &root, &PyDict_Type, &hidden, &w.marked, &flags, &codes, &text_tag,
                          &comment_tag, &w.sup, &w.rel_bits, &w.shaping, &PyFrozenSet_Type, &w.pictured,
                          &w.longest))
        return NULL;
    PyObject *found = NULL;
    w.flag = flags.buf;
    w.code = codes.buf;
    w.text_tag = (uintptr_t)text_tag;
    w.comment_tag = (uintptr_t)comment_tag;
    w.labels = PyList_New(0);
    w.hrefs = PyList_New(0);
    w.pictures = PyList_New(0);
    w.ids = PyList_New(0);
    w.sources = PyList_New(0);
    w.shapes = PyDict_New();
    int fit = flags.len == TAGS * (Py_ssize_t)sizeof *w.flag && (uintptr_t)flags.buf % sizeof *w.flag == 0 &&
              codes.len == TAGS && lexbor_is_bound() && root != 0;
    if (!fit)
        PyErr_SetString(PyExc_ValueError, "walk: lexbor is not bound, or the tables have another length");
    else if (w.labels && w.hrefs && w.pictures && w.ids && w.sources && w.shapes && read_hidden(&w, hidden) == 0 &&
             walk_from(&w, (struct node *)(uintptr_t)root) == 0)
        found = answer(&w);
    release(&w);
    PyBuffer_Release(&flags);
    PyBuffer_Release(&codes);
    return found;
}
