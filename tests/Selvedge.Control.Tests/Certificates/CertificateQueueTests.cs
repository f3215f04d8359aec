using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Certificates;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Tests.Certificates;

public sealed class CertificateQueueTests
{
    private static readonly SiteId A = new("default", "a");
    private static readonly SiteId B = new("default", "b");

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_changed_while_taken_is_not_given_twice_but_once_more()
    {
        var queue = new CertificateQueue(_time);
        queue.Add(A);
        Assert.Equal(A, await queue.TakeAsync(Cancellation));
        queue.Add(A);
        queue.Add(A);
        var again = queue.TakeAsync(Cancellation);
        Assert.False(again.IsCompleted);
        queue.Done(A, null);
        Assert.Equal(A, await again);
        queue.Done(A, null);
        Assert.False(queue.TakeAsync(Cancellation).IsCompleted);
    }

    [Fact]
    public async Task They_come_when_they_are_due_and_a_change_comes_first()
    {
        var queue = new CertificateQueue(_time);
        queue.Add(A);
        Assert.Equal(A, await queue.TakeAsync(Cancellation));
        queue.Done(A, _time.GetUtcNow().AddHours(1));
        var next = queue.TakeAsync(Cancellation);
        queue.Add(B);
        Assert.Equal(B, await next);
        queue.Done(B, _time.GetUtcNow().AddHours(2));

        next = queue.TakeAsync(Cancellation);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(A, await next);
        queue.Done(A, null);
    }

    [Fact]
    public async Task A_change_brings_a_later_look_forward()
    {
        var queue = new CertificateQueue(_time);
        queue.Add(A);
        queue.Done(await queue.TakeAsync(Cancellation), _time.GetUtcNow().AddHours(1));
        queue.Add(A);
        queue.Done(await queue.TakeAsync(Cancellation), null);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.False(queue.TakeAsync(Cancellation).IsCompleted);
    }
}
