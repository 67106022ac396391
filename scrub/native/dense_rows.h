/* The loops of dense.c for one width of vectors; dense.c says what the names in capitals are, and includes this for
   each width. */

/* Adds to each row of the result the products of its entries and of those of all rows before it: `vectors` columns,
   whose sums stay in registers all the way. Where they `start` with something they are the result. */
TARGET static inline INLINED void NAME(add_columns)(const struct entries *some, Py_ssize_t rows, const float *weights,
                                                    Py_ssize_t width, const int vectors, const float *start,
                                                    float *result, Py_ssize_t stride)
{
    VECTOR sum[MOST_VECTORS], other[MOST_VECTORS];
    const int twice = vectors <= MOST_VECTORS / 3; /* so few sums would wait for each other */
    for (int v = 0; v < vectors; v++) {
        sum[v] = other[v] = SPREAD(0.0f);
        if (start != NULL)
            sum[v] = READ(start + v * LANES);
    }
    for (Py_ssize_t r = 0; r < rows; r++, some++, result += stride) {
        int k = 0;
        for (; twice && k + 1 < some->count; k += 2) {
            const float *one = weights + some->index[k] * width, *two = weights + some->index[k + 1] * width;
            for (int v = 0; v < vectors; v++) {
                sum[v] = ADDED(SPREAD(some->value[k]), READ(one + v * LANES), sum[v]);
                other[v] = ADDED(SPREAD(some->value[k + 1]), READ(two + v * LANES), other[v]);
            }
        }
        for (; k < some->count; k++) {
            const float *one = weights + some->index[k] * width;
            KEPT(one);
            for (int v = 0; v < vectors; v++)
                sum[v] = ADDED(SPREAD(some->value[k]), READ(one + v * LANES), sum[v]);
        }
        for (int v = 0; v < vectors; v++) {
            VECTOR all = sum[v];
            if (twice)
                all = SUM(all, other[v]);
            if (start == NULL)
                all = SUM(all, READ(result + v * LANES));
            WRITE(result + v * LANES, all);
        }
    }
}

#define CASE(count)                                                                                                    \
    case count:                                                                                                        \
        NAME(add_columns)(some, rows, weights + at, width, count, start ? start + at : NULL, result + at, stride);     \
        break;

/* The same for all columns: their number is a multiple of LANES. */
TARGET static void NAME(add_rows)(const struct entries *some, Py_ssize_t rows, const float *weights, Py_ssize_t width,
                                  const float *start, float *result, Py_ssize_t stride)
{
    int left = (int)(width / LANES), parts = (left + MOST_VECTORS - 1) / MOST_VECTORS, at = 0;
    for (; parts > 0; parts--) {
        int vectors = (left + parts - 1) / parts;
        switch (vectors) {
            CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
        }
        at += vectors * LANES;
        left -= vectors;
    }
}

#undef CASE

#if LANES == 16

/* Writes down those of 16 columns that are not 0; there is room for 16. Returns how many they are. */
TARGET static inline INLINED int NAME(pack)(__m512 some, int first, int32_t *index, float *value)
{
    const __m512i place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __mmask16 counts = _mm512_cmp_ps_mask(some, _mm512_setzero_ps(), _CMP_NEQ_UQ);
    __m512i here = _mm512_add_epi32(place, _mm512_set1_epi32(first));
    _mm512_storeu_ps(value, _mm512_maskz_compress_ps(counts, some));
    _mm512_storeu_si512(index, _mm512_maskz_compress_epi32(counts, here));
    return __builtin_popcount(counts);
}

/* How some columns of rows, cut to their ranges, differ from the row before: the entries of each row; there is room
   for 16 more. The first row differs from `before`. */
TARGET static void NAME(change)(const float *x, Py_ssize_t rows, int width, const float *low, const float *high,
                                const float *before, int from, int to, struct entries *entries)
{
    for (Py_ssize_t r = 0; r < rows; r++)
        entries[r].count = 0;
    for (int k = from; k < to; k += LANES) {
        const __mmask16 there = to - k < LANES ? (__mmask16)((1u << (to - k)) - 1u) : 0xFFFF;
        const __m512 least = _mm512_maskz_loadu_ps(there, low + k), most = _mm512_maskz_loadu_ps(there, high + k);
        __m512 last = _mm512_maskz_loadu_ps(there, before + k);
        for (Py_ssize_t r = 0; r < rows; r++) {
            struct entries *some = entries + r;
            __m512 cut = _mm512_max_ps(least, _mm512_maskz_loadu_ps(there, x + r * width + k));
            cut = _mm512_min_ps(most, cut);
            __m512 difference = _mm512_sub_ps(cut, last);
            some->count += NAME(pack)(difference, k, some->index + some->count, some->value + some->count);
            last = cut;
        }
    }
}

/* The columns of a row that are positive, and how many they are; there is room for 16 more. */
TARGET static int NAME(positives)(const float *x, int width, int32_t *index, float *value)
{
    int count = 0;
    for (int k = 0; k < width; k += LANES) {
        __mmask16 there = width - k < LANES ? (__mmask16)((1u << (width - k)) - 1u) : 0xFFFF;
        __m512 some = _mm512_max_ps(_mm512_setzero_ps(), _mm512_maskz_loadu_ps(there, x + k));
        count += NAME(pack)(some, k, index + count, value + count);
    }
    return count;
}

#else

TARGET static void NAME(change)(const float *x, Py_ssize_t rows, int width, const float *low, const float *high,
                                const float *before, int from, int to, struct entries *entries)
{
    float last[STRIPE], difference[STRIPE];
    memcpy(last, before + from, (size_t)(to - from) * sizeof *last);
    for (Py_ssize_t r = 0; r < rows; r++, x += width) {
        int count = 0;
        for (int k = from; k < to; k++) {
            float cut = x[k] < low[k] ? low[k] : x[k];
            cut = cut > high[k] ? high[k] : cut;
            difference[k - from] = cut - last[k - from];
            last[k - from] = cut;
        }
        for (int k = from; k < to; k++) {
            entries[r].index[count] = k;
            entries[r].value[count] = difference[k - from];
            count += difference[k - from] != 0.0f;
        }
        entries[r].count = count;
    }
}

TARGET static int NAME(positives)(const float *x, int width, int32_t *index, float *value)
{
    int count = 0;
    for (int k = 0; k < width; k++) {
        index[count] = k;
        value[count] = x[k];
        count += !(x[k] <= 0.0f);
    }
    return count;
}

#endif

/* The product of a row, what is negative of it left out, and weights. */
TARGET static float NAME(multiply)(const float *x, const float *weight, int width)
{
    VECTOR total = SPREAD(0.0f);
    float lane[LANES];
    for (int k = 0; k < width; k += LANES)
        total = ADDED(POSITIVE(READ(x + k)), READ(weight + k), total);
    WRITE(lane, total);
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int k = 0; k < half; k++)
            lane[k] += lane[k + half];
    return lane[0];
}

static const struct loops NAME(loops) = {
    NAME(add_rows), NAME(change), NAME(positives), NAME(multiply),
};

#undef NAME
#undef TARGET
#undef LANES
#undef VECTOR
#undef SPREAD
#undef READ
#undef WRITE
#undef SUM
#undef ADDED
#undef POSITIVE
