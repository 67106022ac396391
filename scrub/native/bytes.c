/* Loops over the bytes of a page before it is parsed. */
#include "kernels.h"

#include <string.h>

/* How many of the next bytes are ASCII. */
static Py_ssize_t ascii_run(const uint8_t *byte, Py_ssize_t left)
{
    Py_ssize_t k = 0;
    for (; left - k >= 64; k += 64) { /* most of a page */
        uint64_t words[8], all = 0;
        memcpy(words, byte + k, sizeof words);
        for (int w = 0; w < 8; w++)
            all |= words[w];
        if (all & 0x8080808080808080u)
            break;
    }
    for (; left - k >= 8; k += 8) {
        uint64_t word;
        memcpy(&word, byte + k, sizeof word);
        if (word & 0x8080808080808080u)
            break;
    }
    while (k < left && byte[k] < 0x80)
        k++;
    return k;
}

/* Bytes of the character that begins here, 0 where none does (RFC 3629: no surrogates, nothing longer than need be). */
static int character_at(const uint8_t *byte, Py_ssize_t left)
{
    uint8_t lead = byte[0], low = 0x80, high = 0xBF;
    int size = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (size == 0 || size > left)
        return 0;
    low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : low;
    high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : high;
    if (byte[1] < low || byte[1] > high)
        return 0;
    for (int k = 2; k < size; k++)
        if ((byte[k] & 0xC0) != 0x80)
            return 0;
    return size;
}

/* Are bytes UTF-8 without an error? */
static int is_utf8(const uint8_t *byte, Py_ssize_t length)
{
    Py_ssize_t at = 0;
    while (at < length) {
        int size = 1;
        at += ascii_run(byte + at, length - at);
        for (; at < length && byte[at] >= 0x80; at += size)
            if ((size = character_at(byte + at, length - at)) == 0)
                return 0;
    }
    return 1;
}

KERNEL(is_valid_utf8)
{
    static const char kinds[] = "B";
    Py_buffer v[1];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int right = is_utf8(v[0].buf, v[0].len);
    close_arrays(kinds, v);
    return PyBool_FromLong(right);
}

/* How often a byte stands there, counted in runs that a byte can count. */
static Py_ssize_t occurrences(const uint8_t *byte, Py_ssize_t length, uint8_t wanted)
{
    Py_ssize_t count = 0, at = 0;
    while (at < length) {
        Py_ssize_t end = length - at > 240 ? at + 240 : length;
        uint8_t found = 0;
        for (; at < end; at++)
            found += byte[at] == wanted;
        count += found;
    }
    return count;
}

KERNEL(count_tags)
{
    static const char kinds[] = "B";
    Py_buffer v[1];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t count = occurrences(v[0].buf, v[0].len, '<');
    close_arrays(kinds, v);
    return PyLong_FromSsize_t(count);
}
