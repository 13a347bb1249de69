/*
 * The same as model_tile.c for processors that have AVX2 (nearly all of
 * x86-64 since 2013): 32 rows at a time, and the leaves' values are looked up
 * instead of fetched one by one.
 */

#include "model_parts.h"

#include <stddef.h>

#ifdef __x86_64__

#include <immintrin.h>

#define WIDE __attribute__((target("avx2")))
#define LANES 8 /* floats in a vector */

_Static_assert(READER_MODEL_TILE == sizeof(__m256i), "a tile's marks fill it");


WIDE static __m256i *
at(void *first, size_t bytes)
{
    return (__m256i *) (void *) ((char *) first + bytes);
}


/*
 * The bytes of the rows whose value is below the threshold are all ones.  They
 * are in the order that packing 32 bits to 8 gives, halves by halves; taking
 * values apart in add_leaves() undoes that.
 */
WIDE static void
ask(const reader_cut_t *cut, const float *tile)
{
    const float *thresholds = cut->forest->thresholds;
    __m256i *marks = (__m256i *) cut->marks;

    for (uint32_t i = 0; i < cut->asked_count; i++) {
        reader_asked_t asked = cut->asked[i];
        const float *column = tile + asked.feature * READER_MODEL_TILE;
        __m256 a = _mm256_load_ps(column);
        __m256 b = _mm256_load_ps(column + LANES);
        __m256 c = _mm256_load_ps(column + 2 * LANES);
        __m256 d = _mm256_load_ps(column + 3 * LANES);

        for (uint32_t split = asked.first; split < asked.end; split++) {
            __m256 below = _mm256_set1_ps(thresholds[split]);
            __m256i first = _mm256_packs_epi32(
                _mm256_castps_si256(_mm256_cmp_ps(a, below, _CMP_LT_OQ)),
                _mm256_castps_si256(_mm256_cmp_ps(b, below, _CMP_LT_OQ)));
            __m256i second = _mm256_packs_epi32(
                _mm256_castps_si256(_mm256_cmp_ps(c, below, _CMP_LT_OQ)),
                _mm256_castps_si256(_mm256_cmp_ps(d, below, _CMP_LT_OQ)));

            marks[split] = _mm256_packs_epi16(first, second);
        }
    }
}


/* The values of leaves: each of their bytes is looked up for all rows. */
WIDE static void
add_leaves(const uint8_t (*bytes)[READER_MODEL_LEAVES_MAX], __m256i leaves,
           __m256 *sums)
{
    __m256i byte[sizeof(float)], low, high;

#pragma GCC unroll 4
    for (size_t k = 0; k < sizeof(float); k++) {
        byte[k] =
            _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(
                                    _mm_load_si128((const __m128i *) bytes[k])),
                                leaves);
    }

    low = _mm256_unpacklo_epi8(byte[0], byte[1]);
    high = _mm256_unpacklo_epi8(byte[2], byte[3]);
    sums[0] = _mm256_add_ps(
        sums[0], _mm256_castsi256_ps(_mm256_unpacklo_epi16(low, high)));
    sums[1] = _mm256_add_ps(
        sums[1], _mm256_castsi256_ps(_mm256_unpackhi_epi16(low, high)));

    low = _mm256_unpackhi_epi8(byte[0], byte[1]);
    high = _mm256_unpackhi_epi8(byte[2], byte[3]);
    sums[2] = _mm256_add_ps(
        sums[2], _mm256_castsi256_ps(_mm256_unpacklo_epi16(low, high)));
    sums[3] = _mm256_add_ps(
        sums[3], _mm256_castsi256_ps(_mm256_unpackhi_epi16(low, high)));
}


WIDE static void
score_tile(const reader_cut_t *cut, const float *tile, float *scores)
{
    void *marks = cut->marks, *results = cut->results;
    const __m256i *tops = at(results, READER_MODEL_TOPS * sizeof(__m256i));
    const reader_step_t *step = cut->steps, *end = step + cut->step_count;
    __m256 sums[READER_MODEL_TILE / LANES];

    ask(cut, tile);

    for (; step < end; step++) {
        *at(results, step->result) = _mm256_blendv_epi8(
            *at(results, step->right), *at(results, step->left),
            *at(marks, step->split));
    }

    for (size_t i = 0; i < READER_MODEL_TILE / LANES; i++) {
        sums[i] = _mm256_set1_ps(cut->base);
    }

    for (uint32_t i = 0; i < cut->forest->root_count; i++) {
        add_leaves(cut->forest->bytes[i], tops[i], sums);
    }

    for (size_t i = 0; i < READER_MODEL_TILE / LANES; i++) {
        _mm256_storeu_ps(scores + i * LANES, sums[i]);
    }
}


reader_tile_scorer_t
reader_model_wide_scorer(void)
{
    __builtin_cpu_init();

    return __builtin_cpu_supports("avx2") ? score_tile : NULL;
}

#else

reader_tile_scorer_t
reader_model_wide_scorer(void)
{
    return NULL;
}

#endif
