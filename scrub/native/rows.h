/* Buffers that grow, and the text of a page as it is put together. */
#ifndef SCRUB_ROWS_H
#define SCRUB_ROWS_H

#include "native.h"

/* Numbers, behind which more can be added. */
struct ints {
    int32_t *at;
    size_t length, room;
};

/* Bytes, the same. */
struct bytes {
    char *at;
    size_t length, room;
};

/* Add `count` numbers; 0, or -1 where memory ran out. */
int ints_add(struct ints *ints, const int32_t *values, size_t count);

/* Make room for `more` bytes behind what is there; 0 or -1. */
int bytes_room(struct bytes *bytes, size_t more);

/* The numbers as bytes: a new object, or NULL. */
PyObject *ints_object(const struct ints *ints);

/* The bytes of the white space (str.isspace) that starts here in UTF-8, 0 where there is none. */
size_t white(const unsigned char *p, size_t left);

/* What `collapse` and `keep` tell of a run of text. */
struct run {
    int blank; /* nothing but white space, or nothing */
    int space_first, space_last;
    size_t characters; /* code points written */
    size_t bytes;
};

/* Append the words of a text to `out`, one space between them, characters that nobody sees left out; 0 or -1. */
int collapse(const char *text, size_t length, struct bytes *out, struct run *run);

/* Append a text as it is, but for characters that nobody sees; line ends before it go where `first`; 0 or -1. */
int keep(const char *text, size_t length, int first, struct bytes *out, struct run *run);

#endif
