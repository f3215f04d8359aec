namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>A pod in one metric's mean.</summary>
/// <param name="Amount">Thousandths that it is taken to use; 0 until something else is known.</param>
/// <param name="Request">Thousandths that it requests; 0 where no request is looked at.</param>
internal readonly record struct CountedPod(long Amount, long Request);
