namespace Selvedge.Edge.Tests.Http;

/// <summary>The system's clock with an offset, so that hours pass at once while sockets stay real.</summary>
internal sealed class MovableTime : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offset));

    public void Move(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
