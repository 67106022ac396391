/* What addresses and texts of links say: see signals/linking.py and evidence.host_scores. */
#include "kernels.h"

#include <math.h>
#include <string.h>

#define ASCII 128
#define END 0x110000u /* what stands behind the last character */
#define LONG_S 0x17Fu /* a letter that is an s to whoever does not mind capitals */
#define READ 80       /* characters of an anchor's text that are read for names, and of a host */
#define WORD 4        /* letters from which a word names something */
enum { NO, YES, ODD };  /* odd is what Python must look at */

/* A part of a string. */
struct part {
    int width;
    const void *data;
    Py_ssize_t at, end;
};

static inline Py_UCS4 peek(const struct part *part, Py_ssize_t further)
{
    return part->at + further < part->end ? PyUnicode_READ(part->width, part->data, part->at + further) : END;
}

static inline Py_UCS4 small(Py_UCS4 c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

static inline int is_letter(Py_UCS4 c) { return small(c) >= 'a' && small(c) <= 'z'; }

static inline int is_of_word(Py_UCS4 c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

static void skip_space(struct part *part)
{
    while (part->at < part->end && Py_UNICODE_ISSPACE(peek(part, 0)))
        part->at++;
}

/* Goes behind a word in small letters, if it stands there. */
static int skip(struct part *part, const char *word)
{
    Py_ssize_t length = 0;
    for (; word[length]; length++)
        if (small(peek(part, length)) != (Py_UCS4)word[length])
            return 0;
    part->at += length;
    return 1;
}

/* Does an address lead to a home page? */
static int is_home(PyObject *href)
{
    struct part part = {PyUnicode_KIND(href), PyUnicode_DATA(href), 0, PyUnicode_GET_LENGTH(href)};
    if (!PyUnicode_IS_ASCII(href))
        return ODD;
    skip_space(&part);
    if (skip(&part, "http")) {
        part.at += small(peek(&part, 0)) == 's';
        if (peek(&part, 0) != ':')
            return NO;
        part.at++;
    }
    if (!skip(&part, "//"))
        return NO;
    for (Py_UCS4 c; c = peek(&part, 0), c != '/' && c != '?' && c != '#' && c != END;)
        part.at++;
    part.at += peek(&part, 0) == '/';
    if (skip(&part, "index.")) {
        if (!is_of_word(peek(&part, 0)))
            return NO;
        while (is_of_word(peek(&part, 0)))
            part.at++;
    }
    if (peek(&part, 0) == '?' || peek(&part, 0) == '#')
        while (peek(&part, 0) != '\n' && peek(&part, 0) != END)
            part.at++;
    skip_space(&part);
    return part.at == part.end;
}

/* Is a text an address? */
static int is_address(struct part text)
{
    skip_space(&text);
    if (skip(&text, "www."))
        return YES;
    if (!skip(&text, "http"))
        return NO;
    if (peek(&text, 0) == LONG_S)
        return ODD;
    text.at += small(peek(&text, 0)) == 's';
    return peek(&text, 0) == ':' && peek(&text, 1) == '/';
}

/* Is a word, in small letters, part of a name? */
static int is_part(const char *word, Py_ssize_t length, const char *name, Py_ssize_t size)
{
    for (Py_ssize_t k = 0; k + length <= size; k++)
        if (name[k] == *word && memcmp(name + k, word, (size_t)length) == 0)
            return 1;
    return 0;
}

/* Is a word of a text part of a host? */
static int names(struct part text, PyObject *host)
{
    char word[READ + 1];
    Py_ssize_t letters = 0;
    int found = NO;
    text.end = text.end - text.at < READ ? text.end : text.at + READ;
    if (!PyUnicode_IS_ASCII(host))
        return ODD;
    for (; text.at <= text.end; text.at++) {
        Py_UCS4 c = small(peek(&text, 0));
        if (is_letter(c)) {
            word[letters++] = (char)c;
            continue;
        }
        if (c >= ASCII && c != END)
            return ODD;
        if (letters >= WORD && !found)
            found = is_part(word, letters, PyUnicode_DATA(host), PyUnicode_GET_LENGTH(host));
        letters = 0;
    }
    return found;
}

/* Strings in a tuple. */
static int are_strings(PyObject *tuple)
{
    if (!PyTuple_CheckExact(tuple)) {
        PyErr_SetString(PyExc_TypeError, "a tuple of strings is wanted");
        return 0;
    }
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(tuple); k++)
        if (!PyUnicode_Check(PyTuple_GET_ITEM(tuple, k))) {
            PyErr_SetString(PyExc_TypeError, "something that is no string");
            return 0;
        }
    return 1;
}

enum { ANCHOR, PAGE, START, STOP, FIRST, MARKS, ARRAYS };

/* The text of an anchor; an empty one, with an exception, where it lies outside of its page. */
static struct part anchor_text(PyObject *texts, const Py_buffer *v, int32_t anchor)
{
    int32_t page = ((const int32_t *)v[PAGE].buf)[anchor], first = ((const int32_t *)v[FIRST].buf)[page];
    int64_t start = (int64_t)((const int32_t *)v[START].buf)[anchor] - first;
    int64_t end = (int64_t)((const int32_t *)v[STOP].buf)[anchor] - first;
    PyObject *text = PyTuple_GET_ITEM(texts, page);
    if (start < 0 || end < start || end > PyUnicode_GET_LENGTH(text)) {
        unlike("an anchor outside of its page");
        return (struct part){0};
    }
    return (struct part){PyUnicode_KIND(text), PyUnicode_DATA(text), (Py_ssize_t)start, (Py_ssize_t)end};
}

/* Do the arrays belong to one another, and to the strings? */
static int belong_together(const Py_buffer *v, PyObject *const *strings)
{
    enum { LINKS, ANCHORS, PAGES };
    static const struct size sizes[ARRAYS] = {
        [ANCHOR] = {LINKS, 0}, [PAGE] = {ANCHORS, 0}, [START] = {ANCHORS, 0}, [STOP] = {ANCHORS, 0},
        [FIRST] = {PAGES, 0}, [MARKS] = {LINKS, 3},
    };
    Py_ssize_t number[MOST_NUMBERS];
    if (!have_sizes(v, sizes, ARRAYS, number))
        return 0;
    if (PyTuple_GET_SIZE(strings[0]) != number[PAGES] || PyTuple_GET_SIZE(strings[1]) != number[ANCHORS] ||
        PyTuple_GET_SIZE(strings[2]) != number[ANCHORS])
        return unlike("strings of other pages or anchors");
    return are_indices(v[ANCHOR].buf, number[LINKS], number[ANCHORS]) &&
           are_indices(v[PAGE].buf, number[ANCHORS], number[PAGES]);
}

KERNEL(link_marks)
{
    static const char kinds[] = "iiiii+B";
    Py_buffer v[ARRAYS];
    Py_ssize_t odd = 0;
    (void)self;
    for (int k = 0; k < 3; k++)
        if (k >= given || !are_strings(args[k]))
            return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_TypeError, "three tuples are wanted");
    if (open_arrays(args + 3, given - 3, kinds, v) < 0)
        return NULL;
    int fit = belong_together(v, args);
    const int32_t *anchor = v[ANCHOR].buf;
    uint8_t *marks = v[MARKS].buf;
    Py_ssize_t count = items(&v[ANCHOR]);
    for (Py_ssize_t j = 0; fit && j < count; j++) {
        struct part text = anchor_text(args[0], v, anchor[j]);
        if (text.data == NULL) {
            fit = 0;
            break;
        }
        marks[j] = (uint8_t)is_home(PyTuple_GET_ITEM(args[1], anchor[j]));
        marks[count + j] = (uint8_t)names(text, PyTuple_GET_ITEM(args[2], anchor[j]));
        marks[2 * count + j] = (uint8_t)is_address(text);
        for (int k = 0; k < 3; k++)
            odd += marks[k * count + j] == ODD;
    }
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(odd) : NULL;
}
