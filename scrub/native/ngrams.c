/* Weights of hashed n-grams, and their sums over stretches. */
#include "kernels.h"
#include "lanes.h"

#include <math.h>
#include <string.h>

#define SHORTEST 2
#define LONGEST 5
#define STEP 0x01000193u
#define MIX 0x9E3779B1u
#define WINDOW 64
#define ABREAST 64 /* places whose hashes are made together */
#define SIZES (LONGEST - SHORTEST + 1)
#define SUMS 16 /* weights that are added up at a time */

struct weights {
    const float *weight;
    int shift;    /* of a hash, so that a bucket is left */
    int together; /* how many tables stand in one another, this one's weights that far apart */
};

/* The bucket of a rolling hash. */
static inline uint32_t bucket_of(uint32_t rolling, uint32_t size, int shift)
{
    uint32_t mixed = (rolling + size) * MIX;
    mixed ^= mixed >> 13;
    return mixed * MIX >> shift;
}

/* Reads the first of some tables of weights that stand in one another; their length must be a power of two. */
static int are_weights(const Py_buffer *view, int together, struct weights *weights)
{
    Py_ssize_t count = items(view) % together ? 0 : items(view) / together;
    int bits = 0;
    while (bits < 31 && (Py_ssize_t)1 << bits < count)
        bits++;
    if (bits < 1 || (Py_ssize_t)1 << bits != count)
        return unlike("weights that are no power of two");
    *weights = (struct weights){view->buf, 32 - bits, together};
    return 1;
}

/* The weights of the n-grams at one place that have at most `most` characters; a longer one weighs `other`. */
static inline float weight_at(const uint32_t *folded, Py_ssize_t left, uint32_t most, const struct weights *weights,
                              float other)
{
    uint32_t rolling = *folded;
    float sum = 0;
    for (uint32_t size = SHORTEST; size <= LONGEST && size <= left; size++) {
        rolling = rolling * STEP + folded[size - 1];
        sum += size <= most
                   ? weights->weight[(size_t)bucket_of(rolling, size, weights->shift) * (size_t)weights->together]
                   : other;
    }
    return sum;
}

/* The buckets of all n-grams that start at some places: hashes of several places at a time. */
LANES static void fill_buckets(const uint32_t *folded, int shift, uint32_t bucket[SIZES][ABREAST])
{
    uint32_t rolling[ABREAST];
    for (int k = 0; k < ABREAST; k++)
        rolling[k] = folded[k];
    for (uint32_t size = SHORTEST; size <= LONGEST; size++)
        for (int k = 0; k < ABREAST; k++) {
            rolling[k] = rolling[k] * STEP + folded[k + (int)size - 1];
            bucket[size - SHORTEST][k] = bucket_of(rolling[k], size, shift);
        }
}

/* Adds up the weights of some buckets in two tables that stand in one another: what is read for the one is at hand for
   the other. */
LANES static void gather_both(const float *pair, uint32_t bucket[SIZES][ABREAST], float *each, float *other)
{
    for (int k = 0; k < ABREAST; k++) {
        uint32_t at[SIZES] = {2 * bucket[0][k], 2 * bucket[1][k], 2 * bucket[2][k], 2 * bucket[3][k]};
        each[k] = pair[at[0]] + pair[at[1]] + pair[at[2]] + pair[at[3]];
        other[k] = pair[at[0] + 1] + pair[at[1] + 1] + pair[at[2] + 1] + pair[at[3] + 1];
    }
}

/* Weighs again what starts right before the edges; where two are near, the nearer decides. */
static int before_edges(const Py_buffer *folded, const Py_buffer *edges, const struct weights *weights, float other,
                        float *each)
{
    const uint32_t *text = folded->buf;
    const int64_t *edge = edges->buf;
    Py_ssize_t count = items(folded), n = items(edges);
    for (Py_ssize_t k = 0; k < n; k++)
        if (edge[k] < 0 || edge[k] > count || count == 0)
            return unlike("an edge outside of the text");
    for (int back = LONGEST - 2; back > 0; back--)
        for (Py_ssize_t k = 0; k < n; k++) {
            int64_t at = edge[k] < back ? 0 : edge[k] - back;
            each[at] = weight_at(text + at, count - at, (uint32_t)back + 1, weights, other);
        }
    return 1;
}

KERNEL(weigh_both)
{
    static const char kinds[] = "Ilf+f+f";
    Py_buffer v[5];
    struct weights one, two;
    uint32_t bucket[SIZES][ABREAST];
    Py_ssize_t at = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint32_t *folded = v[0].buf;
    float *each = v[3].buf, *other = v[4].buf;
    Py_ssize_t count = items(&v[0]);
    int fit = are_weights(&v[2], 2, &one) &&
              ((items(&v[3]) == count && items(&v[4]) == count) || unlike("two weights for each character are wanted"));
    for (; fit && at + ABREAST + LONGEST <= count; at += ABREAST) {
        fill_buckets(folded + at, one.shift, bucket);
        gather_both(one.weight, bucket, each + at, other + at);
    }
    if (fit) {
        two = one;
        two.weight++;
    }
    for (; fit && at < count; at++) {
        each[at] = weight_at(folded + at, count - at, LONGEST, &one, 0);
        other[at] = weight_at(folded + at, count - at, LONGEST, &two, 0);
    }
    fit = fit && before_edges(&v[0], &v[1], &one, one.weight[0], each) &&
          before_edges(&v[0], &v[1], &two, two.weight[0], other);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

KERNEL(weigh_before)
{
    static const char kinds[] = "Ilf+f";
    Py_buffer v[4];
    struct weights weights;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = are_weights(&v[2], 1, &weights) &&
              (items(&v[3]) == items(&v[0]) || unlike("a weight for each character is wanted")) &&
              before_edges(&v[0], &v[1], &weights, 0, v[3].buf);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

KERNEL(sum_ngrams)
{
    static const char kinds[] = "If+f";
    Py_buffer v[3];
    struct weights weights = {0};
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint32_t *folded = v[0].buf;
    float *total = v[2].buf;
    Py_ssize_t count = items(&v[0]), width = items(&v[2]), found = 0;
    Py_buffer rows = v[1];
    rows.len = width && items(&v[1]) % width == 0 ? items(&v[1]) / width * rows.itemsize : 0;
    int fit = are_weights(&rows, 1, &weights);
    if (fit)
        memset(total, 0, (size_t)v[2].len);
    for (Py_ssize_t size = SHORTEST; fit && size <= LONGEST; size++)
        for (Py_ssize_t at = 0; at + size <= count; at++) {
            uint32_t rolling = folded[at];
            for (Py_ssize_t k = 1; k < size; k++)
                rolling = rolling * STEP + folded[at + k];
            uint32_t bucket = bucket_of(rolling, (uint32_t)size, weights.shift);
            const float *row = weights.weight + (Py_ssize_t)bucket * width;
            for (Py_ssize_t k = 0; bucket && k < width; k++)
                total[k] += row[k];
            found += bucket > 0;
        }
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(found) : NULL;
}

KERNEL(cumulate)
{
    static const char kinds[] = "f+d";
    Py_buffer v[2];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *each = v[0].buf;
    double *summed = v[1].buf, sum = 0;
    Py_ssize_t count = items(&v[0]);
    int fit = items(&v[1]) == count + 1 || unlike("one sum more than weights is wanted");
    if (fit)
        summed[0] = 0;
    Py_ssize_t k = 0;
    for (; fit && k + 4 <= count; k += 4) { /* four at a time: only every fourth sum waits for the one before */
        double one = each[k], two = one + each[k + 1], three = two + each[k + 2], four = three + each[k + 3];
        summed[k + 1] = sum + one;
        summed[k + 2] = sum + two;
        summed[k + 3] = sum + three;
        summed[k + 4] = sum += four;
    }
    for (; fit && k < count; k++)
        summed[k + 1] = sum += each[k];
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* The highest score of a window between two offsets, windows half over one another; `score` where there are too few. */
static float best_window(const double *summed, int64_t start, int64_t end, float score)
{
    const int64_t half = WINDOW / 2, count = (end - start) / half - 1;
    double best = -INFINITY;
    if (count < 2)
        return score;
    for (int64_t k = 0, at = start; k < count; k++, at += half) {
        int64_t before = at > 0; /* the n-grams of the white space before it are its own */
        double risen = (summed[at + WINDOW] - summed[at - before]) / sqrt((double)(WINDOW + before));
        best = risen > best ? risen : best;
    }
    return (float)best;
}

/* The score of a stretch: see `stretch_score` in Python. */
static float score_between(const double *summed, int64_t start, int64_t end)
{
    int64_t before = start > 0 ? start - 1 : 0;
    return (float)((summed[end] - summed[before]) / sqrt(end - before > 1 ? (double)(end - before) : 1.0));
}

KERNEL(stretch_rows)
{
    static const char kinds[] = "dii+f";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const double *summed = v[0].buf;
    const int32_t *start = v[1].buf, *end = v[2].buf;
    float *whole = v[3].buf;
    Py_ssize_t n = items(&v[1]), size = items(&v[0]) - 1;
    float *window = whole + n, *weaker = window + n;
    int fit = (items(&v[2]) == n && items(&v[3]) == 3 * n) || unlike("stretches of several numbers");
    fit = fit && are_indices(v[1].buf, items(&v[1]), size + 1) && are_indices(v[2].buf, items(&v[2]), size + 1);
    for (Py_ssize_t k = 0; fit && k < n; k++) {
        int64_t middle = start[k] + (end[k] - start[k]) / 2;
        if (end[k] < start[k]) {
            fit = unlike("a stretch that ends before it starts");
            break;
        }
        whole[k] = score_between(summed, start[k], end[k]);
        window[k] = best_window(summed, start[k], end[k], whole[k]);
        weaker[k] = fminf(score_between(summed, start[k], middle), score_between(summed, middle, end[k]));
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* The sum of some weights, several at a time: they are multiples of one small number, so that no order rounds. */
LANES static double sum_of(const float *each, int64_t count)
{
    double lane[SUMS] = {0}, sum = 0;
    int64_t k = 0;
    for (; k + SUMS <= count; k += SUMS)
        for (int j = 0; j < SUMS; j++)
            lane[j] += each[k + j];
    for (; k < count; k++)
        sum += each[k];
    for (int j = 0; j < SUMS; j++)
        sum += lane[j];
    return sum;
}

KERNEL(block_scores)
{
    static const char kinds[] = "fii+f";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *each = v[0].buf;
    const int32_t *start = v[1].buf, *end = v[2].buf;
    float *score = v[3].buf;
    Py_ssize_t n = items(&v[3]);
    int fit = (items(&v[1]) == n && items(&v[2]) == n) || unlike("blocks of several numbers");
    fit = fit && are_blocks(start, end, n, items(&v[0]));
    for (Py_ssize_t k = 0; fit && k < n; k++) {
        int64_t before = start[k] > 0 ? start[k] - 1 : 0, length = end[k] - before;
        score[k] = (float)(sum_of(each + before, length) / sqrt(length > 1 ? (double)length : 1.0));
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
