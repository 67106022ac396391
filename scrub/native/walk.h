/* A walk over a page: what it is asked, has found, and where it is; and what its parts do for one another. */
#ifndef SCRUB_WALK_H
#define SCRUB_WALK_H

#include "lexbor.h"
#include "rows.h"

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
    PyObject *rels_known, *rel_bits; /* bits of the words of a rel, and a callable for what else is written there */
    PyObject *shaping, *pictured;    /* the names of attributes that shape an element, and that tell of an image */
    Py_ssize_t longest;              /* characters of such an attribute that is kept, and one more */
    PyTypeObject *picture;
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
static inline int no_memory(void)
{
    PyErr_NoMemory();
    return -1;
}

/* Append and give away; item may be NULL, with an error set. */
static inline int append(PyObject *list, PyObject *item)
{
    if (item == NULL)
        return -1;
    int failed = PyList_Append(list, item);
    Py_DECREF(item);
    return failed;
}

/* Walks all that stands in and under a node. */
int walk_from(struct walk *w, struct node *root);

/* Images: walk_pictures.c */

/* What an image or a source says of itself. */
PyObject *picture_of(struct walk *w, struct node *node);

/* Adds an image, with the sources that stand before it. */
int add_picture(struct walk *w, struct node *node, uint32_t own);

/* Tells every picture the element that it was left in. */
int place_pictures(struct walk *w);

/* The last pictures stand in an element that is left out: they go to its parent. */
void hand_over(struct walk *w, int32_t e, int32_t parent);

/* What is written on elements: walk_elements.c */

/* Append (offset, name) where an id or, of a link, a name stands here. */
int add_id(struct walk *w, const char *name, size_t size);

/* Note the id of an <a>; 1 where it is a link (w->href is new then), 0 where it has no address. */
int read_link(struct walk *w, struct node *node, uint32_t own, int open);

/* The classes of what stands in a <pre>: they name its language. */
int note_classes(struct walk *w, struct node *node);

/* The label of an element, and what shapes it. */
int describe(struct walk *w, struct node *node, int32_t e);

/* Forget the shape of an element that is left out. */
int drop_shape(struct walk *w, int32_t e);

#endif
