/* White space as Python's str sees it, in UTF-8; buffers that grow. */
#include "rows.h"

#include <string.h>

/* Makes room for at least so many items of a width; NULL, and nothing is changed, where there is none. */
static void *grown(void *at, size_t *room, size_t wanted, size_t width)
{
    size_t size = *room ? *room : 256;
    if (wanted > PTRDIFF_MAX / 2 / width)
        return NULL;
    while (size < wanted)
        size *= 2;
    void *larger = PyMem_Realloc(at, size * width);
    if (larger != NULL)
        *room = size;
    return larger;
}

int ints_add(struct ints *ints, const int32_t *values, size_t count)
{
    if (ints->length + count > ints->room) {
        void *larger = grown(ints->at, &ints->room, ints->length + count, sizeof *ints->at);
        if (larger == NULL)
            return -1;
        ints->at = larger;
    }
    memcpy(ints->at + ints->length, values, count * sizeof *values);
    ints->length += count;
    return 0;
}

int bytes_room(struct bytes *bytes, size_t more)
{
    if (bytes->length + more <= bytes->room)
        return 0;
    void *larger = grown(bytes->at, &bytes->room, bytes->length + more, 1);
    if (larger == NULL)
        return -1;
    bytes->at = larger;
    return 0;
}

PyObject *ints_object(const struct ints *ints)
{
    return PyBytes_FromStringAndSize((const char *)ints->at, (Py_ssize_t)(ints->length * sizeof *ints->at));
}

size_t white(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return p[0] == ' ' || (p[0] >= 0x09 && p[0] <= 0x0d) || (p[0] >= 0x1c && p[0] <= 0x1f);
    if (p[0] == 0xc2)
        return left > 1 && (p[1] == 0x85 || p[1] == 0xa0) ? 2 : 0;
    if (left < 3 || p[0] > 0xe3)
        return 0;
    unsigned code = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
    int is = code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 ||
             code == 0x202f || code == 0x205f || code == 0x3000;
    return p[0] >= 0xe1 && is ? 3 : 0;
}

/* The bytes of a character that no reader sees: soft hyphen, zero-width space, word joiner, byte order mark. */
static size_t unseen(const unsigned char *p, size_t left)
{
    if (p[0] == 0xc2)
        return left > 1 && p[1] == 0xad ? 2 : 0;
    if (left < 3)
        return 0;
    if (p[0] == 0xe2)
        return (p[1] == 0x80 && p[2] == 0x8b) || (p[1] == 0x81 && p[2] == 0xa0) ? 3 : 0;
    return p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf ? 3 : 0;
}

/* Does a character begin with this byte? */
static inline int starts_character(unsigned char byte)
{
    return (byte & 0xc0) != 0x80;
}

#define EACH(byte) (0x0101010101010101u * (byte)) /* eight of them */

/* Eight bytes at once. */
static inline uint64_t eight(const unsigned char *p)
{
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    return bytes;
}

/* Are eight bytes letters, signs and single spaces in ASCII, the last no space? The one before them is none either. */
static inline int is_plain(const unsigned char *p)
{
    uint64_t bytes = eight(p), others = bytes ^ EACH(' ');
    uint64_t spaces = ~(((others & EACH(0x7f)) + EACH(0x7f)) | others | EACH(0x7f)); /* 0x80 where one is */
    uint64_t odd = (bytes | (bytes - EACH(' '))) & EACH(0x80);
    return !odd && !(spaces & spaces << 8) && p[7] != ' ';
}

/* The bytes of the white space, in ASCII, that starts here. */
static inline size_t plain_gap(const unsigned char *p, size_t left)
{
    size_t k = 0;
    while (k + 8 <= left && eight(p + k) == EACH(' ')) /* the lines of a page are indented */
        k += 8;
    while (k < left && (p[k] == ' ' || (p[k] >= 0x09 && p[k] <= 0x0d) || (p[k] >= 0x1c && p[k] <= 0x1f)))
        k++;
    return k;
}

/* May a character that begins with this byte be white space, or one that no reader sees? */
static inline int is_odd(unsigned char byte)
{
    return byte == 0xc2 || (byte >= 0xe1 && byte <= 0xe3) || byte == 0xef;
}

int collapse(const char *text, size_t length, struct bytes *out, struct run *run)
{
    const unsigned char *p = (const unsigned char *)text;
    if (bytes_room(out, length + 1) < 0)
        return -1;
    char *to = out->at + out->length, *begin = to;
    size_t behind = 0; /* bytes that are no character of their own */
    int due = 0, words = 0; /* a space before the next word; whether there was one */
    *run = (struct run){.blank = 1};
    for (size_t k = 0; k < length;) {
        size_t gap = p[k] <= ' ' ? plain_gap(p + k, length - k) : is_odd(p[k]) ? white(p + k, length - k) : 0;
        if (gap) {
            run->space_first |= k == 0;
            run->space_last = 1;
            due = words;
            k += gap;
            continue;
        }
        run->blank = 0;
        run->space_last = 0;
        words = 1;
        if (due) {
            *to++ = ' ';
            due = 0;
        }
        if (is_odd(p[k])) {
            size_t skip = unseen(p + k, length - k);
            if (skip) {
                k += skip;
                continue;
            }
            *to++ = (char)p[k++];
        }
        for (;; k++) {
            while (k + 8 <= length && is_plain(p + k)) {
                memcpy(to, p + k, 8);
                to += 8;
                k += 8;
            }
            for (; k < length && p[k] > ' ' && p[k] < 0x80; k++)
                *to++ = (char)p[k];
            if (k + 1 < length && p[k] == ' ' && p[k + 1] > ' ' && p[k + 1] < 0x80)
                *to++ = ' ';
            else if (k < length && p[k] >= 0x80 && !is_odd(p[k])) {
                behind += !starts_character(p[k]);
                *to++ = (char)p[k];
            } else
                break;
        }
        if (k < length && p[k] < ' ' && plain_gap(p + k, 1) == 0)
            *to++ = (char)p[k++];
    }
    run->bytes = (size_t)(to - begin);
    run->characters = run->bytes - behind;
    out->length += run->bytes;
    return 0;
}

int keep(const char *text, size_t length, int first, struct bytes *out, struct run *run)
{
    const unsigned char *p = (const unsigned char *)text;
    if (bytes_room(out, length + 1) < 0)
        return -1;
    char *to = out->at + out->length, *begin = to;
    size_t characters = 0;
    int seen = 0; /* anything but white space */
    *run = (struct run){.blank = length == 0, .space_first = length > 0 && white(p, length) > 0};
    for (size_t k = 0; k < length;) {
        size_t skip = unseen(p + k, length - k);
        if (skip) {
            k += skip;
            continue;
        }
        if (first && to == begin && (p[k] == '\r' || p[k] == '\n')) {
            k++;
            continue;
        }
        size_t gap = white(p + k, length - k);
        seen |= gap == 0;
        for (size_t end = k + (gap ? gap : 1); k < end; k++) {
            characters += starts_character(p[k]);
            *to++ = (char)p[k];
        }
    }
    if (first && !seen) {
        to = begin;
        characters = 0;
    }
    run->characters = characters;
    run->bytes = (size_t)(to - begin);
    out->length += run->bytes;
    return 0;
}
