/** A sonde: a balloon with the instrument below it. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path
        d="M12 1.8a6.2 6.2 0 0 1 6.2 6.2c0 3.1-2.9 5.3-4.9 6.9h-2.6C8.7 13.3 5.8 11.1 5.8 8A6.2 6.2 0 0 1 12 1.8Z"
        fill="var(--accent)"
        fillOpacity="0.16"
      />
      <path d="M12 15v2.6" />
      <rect x="9.3" y="17.6" width="5.4" height="4.6" rx="1.2" fill="var(--accent)" />
    </svg>
  );
}
