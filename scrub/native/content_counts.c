/* What is counted of all blocks before each. */
#include "content.h"
#include "kernels.h"

#include <string.h>

#define CHARACTER_KINDS 14
#define ASKED 10

enum { HEADING_TAG = 1, ITEM_TAG = 2, P_TAG = 4, CONTROL_TAG = 8, CELL_TAG = 16 }; /* bits of tags */

/* The arrays of `block_sums`. */
enum { OF_KIND, WORDS, CHARACTERS, ANCHORS, ANCHORED, DENSITY, TAG, HIDDEN, LAST, TAGS, WHICH, LIMITS, SUMS, ARRAYS };

/* The sums of `n` blocks; tags are told by the bits of a table. */
static void fill_sums(const Py_buffer *v, Py_ssize_t n)
{
    const uint8_t *k = v[WHICH].buf, *tag = v[TAG].buf, *last = v[LAST].buf, *tags = v[TAGS].buf;
    const uint16_t *hidden = v[HIDDEN].buf;
    const float *limit = v[LIMITS].buf, *of_kind = v[OF_KIND].buf, *words_of = v[WORDS].buf, *density = v[DENSITY].buf;
    const float *characters = v[CHARACTERS].buf, *anchors = v[ANCHORS].buf, *anchored = v[ANCHORED].buf;
    double *sum = v[SUMS].buf;
    memset(sum, 0, COUNTS * sizeof *sum);
    for (Py_ssize_t i = 0; i < n; i++, of_kind += CHARACTER_KINDS, sum += COUNTS) {
        float words = words_of[i];
        uint8_t bits = tags[tag[i]];
        int prose = words >= limit[0] && density[i] < limit[1] && of_kind[k[0]] > 0;
        float count[COUNTS] = {
            1.0f, words, characters[i], anchors[i], anchored[i] < characters[i] ? anchored[i] : characters[i],
            (float)(density[i] > limit[2]), of_kind[k[0]], of_kind[k[1]], of_kind[k[2]], of_kind[k[3]],
            of_kind[k[4]], of_kind[k[6]] + of_kind[k[7]] + of_kind[k[8]] + of_kind[k[9]], of_kind[k[5]],
            prose ? words : 0.0f, (float)prose, (float)!!(bits & HEADING_TAG), (float)!!(bits & ITEM_TAG),
            hidden[i] ? words : 0.0f, (float)(words <= limit[3]), bits & P_TAG ? words : 0.0f,
            (float)(last[i] == k[0]), (float)!!(bits & CONTROL_TAG), (float)!!(bits & CELL_TAG),
        };
        for (int c = 0; c < COUNTS; c++)
            sum[COUNTS + c] = sum[c] + (double)count[c];
    }
}

KERNEL(block_sums)
{
    enum { BLOCKS, EDGES };
    static const char kinds[] = "ffffffBHBBBf+d";
    static const struct size sizes[ARRAYS] = {
        [OF_KIND] = {BLOCKS, CHARACTER_KINDS}, [WORDS] = {BLOCKS}, [CHARACTERS] = {BLOCKS}, [ANCHORS] = {BLOCKS},
        [ANCHORED] = {BLOCKS}, [DENSITY] = {BLOCKS}, [TAG] = {BLOCKS}, [HIDDEN] = {BLOCKS}, [LAST] = {BLOCKS},
        [TAGS] = {ALONE, 256}, [WHICH] = {ALONE, ASKED}, [LIMITS] = {ALONE, 4}, [SUMS] = {EDGES, COUNTS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint8_t *which = v[WHICH].buf;
    int fit = have_sizes(v, sizes, ARRAYS, n) &&
              (n[EDGES] == n[BLOCKS] + 1 || unlike("one sum more than blocks is wanted"));
    for (int k = 0; fit && k < ASKED; k++)
        fit = which[k] < CHARACTER_KINDS || unlike("a kind of characters that is not there");
    if (fit)
        fill_sums(v, n[BLOCKS]);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
