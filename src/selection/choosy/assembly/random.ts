/** A uniform number from 0 to below the bound, of the run's generator. */
export declare function integer(bound: u32): u32;
