/* What is counted of all blocks before each, and the densities that are made from counts. */
#include "content.h"
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

enum { HEADING_TAG = 1, ITEM_TAG = 2, P_TAG = 4, CONTROL_TAG = 8, CELL_TAG = 16 }; /* bits of tags */

void sum_blocks(const struct counted *of, Py_ssize_t n, double *sum)
{
    const uint8_t *k = of->which;
    const float *limit = of->limits, *of_kind = of->of_kind;
    memset(sum, 0, COUNTS * sizeof *sum);
    for (Py_ssize_t i = 0; i < n; i++, of_kind += CHARACTER_KINDS, sum += COUNTS) {
        float words = of->words[i], characters = of->characters[i], anchored = of->anchored[i];
        uint8_t bits = of->tags[of->tag[i]];
        int prose = words >= limit[0] && of->density[i] < limit[1] && of_kind[k[0]] > 0;
        float count[COUNTS] = {
            1.0f, words, characters, of->anchors[i], anchored < characters ? anchored : characters,
            (float)(of->density[i] > limit[2]), of_kind[k[0]], of_kind[k[1]], of_kind[k[2]], of_kind[k[3]],
            of_kind[k[4]], of_kind[k[6]] + of_kind[k[7]] + of_kind[k[8]] + of_kind[k[9]], of_kind[k[5]],
            prose ? words : 0.0f, (float)prose, (float)!!(bits & HEADING_TAG), (float)!!(bits & ITEM_TAG),
            of->hidden[i] ? words : 0.0f, (float)(words <= limit[3]), bits & P_TAG ? words : 0.0f,
            (float)(of->kind[of->end[i] - 1] == k[0]), (float)!!(bits & CONTROL_TAG), (float)!!(bits & CELL_TAG),
        };
        for (int c = 0; c < COUNTS; c++)
            sum[COUNTS + c] = sum[c] + (double)count[c];
    }
}

int are_places(const uint8_t *byte, Py_ssize_t count, int size)
{
    for (Py_ssize_t k = 0; k < count; k++)
        if (byte[k] >= size)
            return unlike("a column that is not there");
    return 1;
}

int read_recipe(const Py_buffer *view, struct recipe *recipe)
{
    const uint8_t *byte = view->buf;
    if (view->len < 3 || view->len != 3 + byte[0] + 2 * byte[1] || byte[0] + byte[1] > MOST_DENSITIES)
        return unlike("a recipe of another length");
    *recipe = (struct recipe){
        byte[0], byte[1], byte[0] + byte[1], byte[2], byte + 3, byte + 3 + byte[0], byte + 3 + byte[0] + byte[1],
    };
    return are_places(byte + 3, view->len - 3, COUNTS);
}

void densities(const float *count, const struct recipe *recipe, float *result)
{
    for (int k = 0; k < recipe->sizes; k++)
        result[k] = log1(count[recipe->size[k]]);
    for (int k = 0; k < recipe->ratios; k++) {
        float lower = count[recipe->lower[k]];
        result[recipe->sizes + k] = count[recipe->upper[k]] / (lower > 1.0f ? lower : 1.0f);
    }
    if (recipe->squashed < recipe->width)
        result[recipe->squashed] = log1(result[recipe->squashed]);
}
