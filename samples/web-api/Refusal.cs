namespace Samples.WebApi;

/// <summary>A request that is answered with an error: its status, and a sentence for whoever sent it.</summary>
internal sealed class Refusal(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>The client left.</summary>
    public bool IsGone => status == StatusCodes.Status499ClientClosedRequest;

    /// <summary>The service could answer, but not now.</summary>
    public static Refusal Busy(string why) => new(StatusCodes.Status503ServiceUnavailable, $"{why} Try again later.");

    /// <summary>Nobody reads it: the client is gone, most often with a part of its upload still to come.</summary>
    public static Refusal Gone() => new(StatusCodes.Status499ClientClosedRequest, "The client left.");
}
