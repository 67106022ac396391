/* The columns of several documents one behind another: see signals/joined.py. */
#include "kernels.h"

#include <string.h>

#define BY_RULE 16     /* as in scrub.values, and HIDING_BIT["rule"] */
#define RULE 0x8000u
#define GAP 8 /* as in signals.whole */

/* What a document brings: the columns of its blocks, elements and anchors. */
enum {
    START, END, TAG, ELEMENT, JOINT, HIDDEN, AFTER, ELEMENT_TAG, PARENT, FIRST, LAST, DEPTH, NTH, ANCHOR_START,
    ANCHOR_END, ANCHOR_BLOCK, ANCHOR_HIDDEN, BROUGHT,
};
static const char brought[] = "iiBiBIBBiiiiiiiiI";

/* What all of them come to; an array of several rows is made of columns of the same things. */
enum { BLOCKS, HIDING, MARKS, AFTER_BODY, ELEMENTS, ELEMENT_TAGS, ANCHORS, ANCHOR_HIDING, PAGES, ARRAYS };
static const char made[] = "+i+H+B+B+i+B+i+H+i";

/* Where the next document goes: its number, and how many blocks, elements and anchors stand before it. */
struct position {
    Py_ssize_t page, block, element, anchor;
    uint32_t character;
};

/* How many blocks, elements and anchors there are in all, and documents. */
struct room {
    Py_ssize_t blocks, elements, anchors, pages;
};

/* Writes numbers with something added to each. */
static void shifted(int32_t *to, const void *from, Py_ssize_t count, uint32_t by)
{
    const uint32_t *number = from;
    for (Py_ssize_t k = 0; k < count; k++)
        to[k] = (int32_t)(number[k] + by);
}

/* Writes one number many times. */
static void filled(int32_t *to, Py_ssize_t count, Py_ssize_t value)
{
    for (Py_ssize_t k = 0; k < count; k++)
        to[k] = (int32_t)value;
}

/* Writes down the blocks of a document. */
static void join_blocks(const Py_buffer *d, Py_ssize_t n, const struct position *at, Py_buffer *out, Py_ssize_t all)
{
    int32_t *block = (int32_t *)out[BLOCKS].buf + at->block;
    uint16_t *hiding = (uint16_t *)out[HIDING].buf + at->block;
    uint8_t *mark = (uint8_t *)out[MARKS].buf + at->block;
    const uint32_t *hidden = d[HIDDEN].buf;
    shifted(block, d[START].buf, n, at->character);
    shifted(block + all, d[END].buf, n, at->character);
    shifted(block + 2 * all, d[ELEMENT].buf, n, (uint32_t)at->element);
    filled(block + 3 * all, n, at->page);
    for (Py_ssize_t k = 0; k < n; k++) {
        uint32_t rule = hidden[k] >> BY_RULE;
        hiding[k] = (uint16_t)hidden[k];
        hiding[k + all] = (uint16_t)(hidden[k] | rule | (rule ? RULE : 0));
    }
    if (n) {
        memcpy(mark, d[TAG].buf, (size_t)n);
        memcpy(mark + all, d[JOINT].buf, (size_t)n);
        memcpy((uint8_t *)out[AFTER_BODY].buf + at->block, d[AFTER].buf, (size_t)n);
    }
}

/* Writes down its elements. */
static void join_elements(const Py_buffer *d, Py_ssize_t n, const struct position *at, Py_buffer *out, Py_ssize_t all)
{
    int32_t *element = (int32_t *)out[ELEMENTS].buf + at->element;
    const int32_t *parent = d[PARENT].buf;
    for (Py_ssize_t k = 0; k < n; k++)
        element[k] = parent[k] < 0 ? (int32_t)(at->element + k) : (int32_t)((uint32_t)parent[k] + (uint32_t)at->element);
    shifted(element + all, d[FIRST].buf, n, (uint32_t)at->block);
    shifted(element + 2 * all, d[LAST].buf, n, (uint32_t)at->block);
    shifted(element + 3 * all, d[DEPTH].buf, n, 0);
    shifted(element + 4 * all, d[NTH].buf, n, 0);
    filled(element + 5 * all, n, at->page);
    if (n)
        memcpy((uint8_t *)out[ELEMENT_TAGS].buf + at->element, d[ELEMENT_TAG].buf, (size_t)n);
}

/* Writes down its anchors. */
static void join_anchors(const Py_buffer *d, Py_ssize_t n, const struct position *at, Py_buffer *out, Py_ssize_t all)
{
    int32_t *anchor = (int32_t *)out[ANCHORS].buf + at->anchor;
    uint16_t *hiding = (uint16_t *)out[ANCHOR_HIDING].buf + at->anchor;
    const uint32_t *hidden = d[ANCHOR_HIDDEN].buf;
    shifted(anchor, d[ANCHOR_START].buf, n, at->character);
    shifted(anchor + all, d[ANCHOR_END].buf, n, at->character);
    shifted(anchor + 2 * all, d[ANCHOR_BLOCK].buf, n, (uint32_t)at->block);
    filled(anchor + 3 * all, n, at->page);
    for (Py_ssize_t k = 0; k < n; k++)
        hiding[k] = (uint16_t)(hidden[k] | hidden[k] >> BY_RULE);
}

/* Writes down a document whose columns are at hand; 0 where they are not as long as one another, or there is no room. */
static int join_document(const Py_buffer *d, Py_ssize_t length, struct position *at, Py_buffer *out,
                         const struct room *room)
{
    enum { BLOCK, NODE, LINK };
    static const struct size sizes[BROUGHT] = {
        [START] = {BLOCK}, [END] = {BLOCK}, [TAG] = {BLOCK}, [ELEMENT] = {BLOCK}, [JOINT] = {BLOCK},
        [HIDDEN] = {BLOCK}, [AFTER] = {BLOCK}, [ELEMENT_TAG] = {NODE}, [PARENT] = {NODE}, [FIRST] = {NODE},
        [LAST] = {NODE}, [DEPTH] = {NODE}, [NTH] = {NODE}, [ANCHOR_START] = {LINK}, [ANCHOR_END] = {LINK},
        [ANCHOR_BLOCK] = {LINK}, [ANCHOR_HIDDEN] = {LINK},
    };
    Py_ssize_t n[MOST_NUMBERS];
    int32_t *page = (int32_t *)out[PAGES].buf + at->page;
    if (!have_sizes(d, sizes, BROUGHT, n))
        return 0;
    if (n[BLOCK] > room->blocks - at->block || n[NODE] > room->elements - at->element ||
        n[LINK] > room->anchors - at->anchor)
        return unlike("documents with more than there is room for");
    join_blocks(d, n[BLOCK], at, out, room->blocks);
    join_elements(d, n[NODE], at, out, room->elements);
    join_anchors(d, n[LINK], at, out, room->anchors);
    page[0] = (int32_t)n[BLOCK];
    page[room->pages] = (int32_t)at->block;
    page[2 * room->pages] = (int32_t)at->element;
    page[3 * room->pages] = (int32_t)at->character;
    at->page++;
    at->block += n[BLOCK];
    at->element += n[NODE];
    at->anchor += n[LINK];
    at->character += (uint32_t)length;
    return 1;
}

/* Writes down all documents: 1, 0 where Python must, as a column of one is of another kind, or -1 with an exception. */
static int join_all(PyObject *documents, Py_buffer *out, const struct room *room)
{
    struct position at = {.character = GAP};
    for (Py_ssize_t k = 0; k < room->pages; k++) {
        PyObject *document = PyList_GET_ITEM(documents, k);
        Py_buffer d[BROUGHT];
        if (!PyTuple_CheckExact(document) || PyTuple_GET_SIZE(document) != BROUGHT + 1 ||
            !PyUnicode_Check(PyTuple_GET_ITEM(document, 0))) {
            PyErr_SetString(PyExc_TypeError, "of each document a text and its columns are wanted");
            return -1;
        }
        if (open_arrays(&PyTuple_GET_ITEM(document, 1), BROUGHT, brought, d) < 0) {
            if (PyErr_ExceptionMatches(PyExc_MemoryError))
                return -1;
            PyErr_Clear();
            return 0;
        }
        int fit = join_document(d, PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(document, 0)) + GAP, &at, out, room);
        close_arrays(brought, d);
        if (!fit)
            return -1;
    }
    if (at.block == room->blocks && at.element == room->elements && at.anchor == room->anchors)
        return 1;
    return unlike("documents with less than there is room for") - 1;
}

/* join_documents(documents, arrays): see above. */
KERNEL(join_documents)
{
    enum { BLOCK, NODE, LINK, PAGE };
    static const struct size sizes[ARRAYS] = {
        [BLOCKS] = {BLOCK, 4}, [HIDING] = {BLOCK, 2}, [MARKS] = {BLOCK, 2}, [AFTER_BODY] = {BLOCK},
        [ELEMENTS] = {NODE, 6}, [ELEMENT_TAGS] = {NODE}, [ANCHORS] = {LINK, 4}, [ANCHOR_HIDING] = {LINK},
        [PAGES] = {PAGE, 4},
    };
    Py_buffer out[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (given < 1 || !PyList_CheckExact(args[0])) {
        PyErr_SetString(PyExc_TypeError, "a list of documents and arrays are wanted");
        return NULL;
    }
    if (open_arrays(args + 1, given - 1, made, out) < 0)
        return NULL;
    int done = -1;
    if (have_sizes(out, sizes, ARRAYS, n)) {
        struct room room = {n[BLOCK], n[NODE], n[LINK], n[PAGE]};
        if (n[PAGE] == PyList_GET_SIZE(args[0]))
            done = join_all(args[0], out, &room);
        else
            unlike("a row for each document is wanted");
    }
    close_arrays(made, out);
    return done < 0 ? NULL : PyBool_FromLong(done);
}
