/* Logarithms of small counts. */
#include "logarithms.h"

#include <math.h>

float known_logs[KNOWN_LOGS];

float worked_out_log1(float value)
{
    if (value >= 0.0f && value < KNOWN_LOGS && (float)(int)value == value)
        return known_logs[(int)value] = (float)log1p(value);
    return log1pf(value);
}
