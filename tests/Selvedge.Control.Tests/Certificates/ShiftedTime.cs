namespace Selvedge.Control.Tests.Certificates;

/// <summary>The real clock, some days ahead.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
