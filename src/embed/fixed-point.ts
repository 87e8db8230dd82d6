/**
 * The nearest whole number, halves to the even one, as OpenCV's cvRound; |value| < 2^51.
 *
 * Adding and taking away 1.5 * 2^52 leaves a double no room below 1: the rounding is the processor's own.
 */
export const roundEven = (value: number): number => value + 6755399441055744 - 6755399441055744;
