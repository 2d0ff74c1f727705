/** Reservations end by themselves after this time, so quota never leaks for longer. */
export const reservationTtlMs = 24 * 3_600_000
