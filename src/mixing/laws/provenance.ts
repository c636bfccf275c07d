/** How a law came about, in the words that stand beside it wherever it is shown. */

/** Of what short stretches of training really did. */
export const measured = 'measured';
/** Of gradients alone. */
export const gradientEstimate = 'gradient estimate, first order';
