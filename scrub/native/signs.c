/* What signs and digits in a text may be part of: see signals/addresses.py and texts.signs. */
#include "kernels.h"

#include <string.h>

/* Kinds of characters: see text/characters.py. */
#define LOWER 1
#define DIGIT 3
#define NUMBER 9        /* digits of the shortest telephone number */
#define NUMBER_LENGTH 19 /* characters of the longest, from its first digit */
enum { CODE, MARKUP, ADDRESS, HOST_DOT, USES };

struct text {
    const uint32_t *folded, *points;
    const uint8_t *kind;
    int64_t size;
};

/* A folded character, 0 outside of the text. */
static inline uint32_t folded_at(const struct text *text, int64_t k)
{
    return k >= 0 && k < text->size ? text->folded[k] : 0;
}

static int is_address(const struct text *text, int64_t k)
{
    if (text->folded[k] == ':')
        return folded_at(text, k + 1) == '/' && folded_at(text, k + 2) == '/';
    return text->folded[k] == '.' && folded_at(text, k - 1) == 'w' && folded_at(text, k - 2) == 'w' &&
           folded_at(text, k - 3) == 'w' &&
           folded_at(text, k - 4) != '/';
}

static int is_host_dot(const struct text *text, int64_t k)
{
    if (text->points[k] != '.' || k < 1 || k + 1 >= text->size || text->kind[k + 1] != LOWER)
        return 0;
    return text->kind[k - 1] == LOWER || text->kind[k - 1] == DIGIT;
}

/* Lists the signs by what they may be part of; of an address in a row its first sign. */
static void list_places(const struct text *text, const int64_t *offset, Py_ssize_t count, int64_t *place,
                        Py_ssize_t found[USES])
{
    for (Py_ssize_t j = 0; j < count; j++) {
        int64_t k = offset[j];
        uint32_t point = text->points[k];
        if (point && point < 128 && strchr("<>={};", (int)point) != NULL)
            place[CODE * count + found[CODE]++] = k;
        if (point == '<' || point == '[')
            place[MARKUP * count + found[MARKUP]++] = k;
        if (is_address(text, k))
            place[ADDRESS * count + found[ADDRESS]++] = text->folded[k] == '.' ? k - 3 : k;
        if (is_host_dot(text, k))
            place[HOST_DOT * count + found[HOST_DOT]++] = k;
    }
}

KERNEL(sign_places)
{
    static const char kinds[] = "IIBl+l";
    Py_buffer v[5];
    Py_ssize_t found[USES] = {0};
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const struct text text = {v[0].buf, v[1].buf, v[2].buf, items(&v[0])};
    const int64_t *offset = v[3].buf;
    Py_ssize_t count = items(&v[3]);
    int fit = (items(&v[1]) == text.size && items(&v[2]) == text.size && items(&v[4]) == USES * count) ||
              unlike("columns of several lengths");
    for (Py_ssize_t j = 0; fit && j < count; j++)
        fit = (offset[j] >= 0 && offset[j] < text.size) || unlike("a sign outside of the text");
    if (fit)
        list_places(&text, offset, count, v[4].buf, found);
    close_arrays(kinds, v);
    return fit ? Py_BuildValue("nnnn", found[CODE], found[MARKUP], found[ADDRESS], found[HOST_DOT]) : NULL;
}

enum { OTHERS, WANTED, BREAKS }; /* what a character is for a number */

KERNEL(near_digits)
{
    static const char kinds[] = "BB+l";
    Py_buffer v[3];
    Py_ssize_t digits = 0, found = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint8_t *kind = v[0].buf, *wanted = v[1].buf;
    int64_t last[NUMBER] = {0}, *near = v[2].buf;
    Py_ssize_t count = items(&v[0]);
    int fit = (items(&v[1]) == 256 && items(&v[2]) == count) || unlike("room for each character is wanted");
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        if (wanted[kind[k]] != WANTED) {
            digits = wanted[kind[k]] == BREAKS ? 0 : digits;
            continue;
        }
        last[digits++ % NUMBER] = k;
        if (digits >= NUMBER && k - last[digits % NUMBER] < NUMBER_LENGTH)
            near[found++] = last[digits % NUMBER];
    }
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(found) : NULL;
}
