namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>A runtime could not do what was asked.</summary>
public sealed class RuntimeException : Exception
{
    /// <summary>The runtime itself does not answer.</summary>
    public const string Unavailable = "RuntimeUnavailable";

    /// <summary>The image cannot be fetched.</summary>
    public const string ErrImagePull = "ErrImagePull";

    /// <summary>The image is not here, and the policy forbids to fetch it.</summary>
    public const string ErrImageNeverPull = "ErrImageNeverPull";

    /// <summary>The image's name is none.</summary>
    public const string InvalidImageName = "InvalidImageName";

    /// <summary>The container cannot be put together.</summary>
    public const string CreateContainerError = "CreateContainerError";

    /// <summary>The container's program does not start.</summary>
    public const string RunContainerError = "RunContainerError";

    /// <summary>A failure.</summary>
    /// <param name="reason">One of the words of this type.</param>
    /// <param name="message">One sentence for the operator.</param>
    /// <param name="isTransient">Whether trying again can help without a change of the pod.</param>
    /// <param name="inner">What was beneath.</param>
    public RuntimeException(string reason, string message, bool isTransient, Exception? inner = null)
        : base(message, inner)
    {
        Reason = reason;
        IsTransient = isTransient;
    }

    /// <summary>One of the words of this type, as Kubernetes shows them.</summary>
    public string Reason { get; }

    /// <summary>Whether trying again can help without a change of the pod.</summary>
    public bool IsTransient { get; }
}
