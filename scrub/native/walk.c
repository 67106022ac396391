/* The walk of scrub.parser.walk over lexbor's own nodes: the same rows, without an object for each node. */
#include "walk.h"

#include <string.h>

/* Adds numbers; 0, or -1 with an exception, as everything here. */
static int add(struct ints *ints, const int32_t *values, size_t count)
{
    return ints_add(ints, values, count) < 0 ? no_memory() : 0;
}

#define ADD(ints, ...) \
    TRY(add((ints), (const int32_t[]){__VA_ARGS__}, sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t)))

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
    int spaced = !w->pre && white((const unsigned char *)raw, size) > 0;
    int apart = w->length && (w->space || spaced);
    if (bytes_room(&w->text, size + 2) < 0)
        return no_memory();
    if (apart)
        w->text.at[w->text.length++] = ' ';
    if ((w->pre ? keep(raw, size, w->length == 0, &w->text, &run) : collapse(raw, size, &w->text, &run)) < 0)
        return no_memory();
    if (run.blank || run.characters == 0) {
        w->text.length = before;
        w->space |= run.blank;
        return 0;
    }
    if (apart)
        w->length++;
    else if (w->length == 0 && w->joint == GLUED && (w->space || run.space_first))
        w->joint = SPACED;
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
int walk_from(struct walk *w, struct node *root)
{
    struct node *node = root;
    for (;;) {
        struct node *following = lexbor.next(node);
        if (following != NULL)
            fetch(following);
        int inside = visit(w, node);
        if (inside < 0)
            return -1;
        if (inside) {
            node = lexbor.first_child(node);
            continue;
        }
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
