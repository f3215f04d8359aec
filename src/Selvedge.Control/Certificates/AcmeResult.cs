using System.Diagnostics.CodeAnalysis;

namespace Selvedge.Control.Certificates;

/// <summary>What a request to an authority came to: a value, or a failure.</summary>
internal sealed record AcmeResult<T>
    where T : class
{
    /// <summary>The value where all went well.</summary>
    public T? Value { get; init; }

    /// <summary>Why there is none.</summary>
    public AcmeFailure? Failure { get; init; }

    /// <summary>The answer's <c>Location</c>: the URL of what was made.</summary>
    public Uri? Location { get; init; }

    /// <summary>The answer's <c>Link</c> with <c>rel="next"</c>.</summary>
    public Uri? Next { get; init; }

    /// <summary>The pause before the next look that the authority asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsOk => Value is not null;

    /// <summary>A failure.</summary>
    public static AcmeResult<T> Failed(AcmeFailure failure) => new() { Failure = failure };
}
