/* Logarithms of small counts, each of which is worked out once. */
#ifndef SCRUB_LOGARITHMS_H
#define SCRUB_LOGARITHMS_H

#define KNOWN_LOGS 4096

extern float known_logs[KNOWN_LOGS]; /* 0 where it is not known yet */

/* log(1 + value), which is known the next time where the value is a small count. */
float worked_out_log1(float value);

/* log(1 + value); most values are small counts. */
static inline float log1(float value)
{
    int k = value >= 0.0f && value < KNOWN_LOGS ? (int)value : 0;
    return (float)k == value && known_logs[k] != 0.0f ? known_logs[k] : value == 0.0f ? 0.0f : worked_out_log1(value);
}

#endif
