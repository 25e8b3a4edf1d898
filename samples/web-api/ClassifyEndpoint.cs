using System.Numerics.Tensors;
using Microsoft.Extensions.Primitives;
using ResNetGen.Imaging;

namespace Samples.WebApi;

/// <summary><c>POST /classify?top=3</c>: a picture in, its most probable classes out.</summary>
internal static class ClassifyEndpoint
{
    private const int DefaultTop = 3;

    public static async Task<IResult> AnswerAsync(
        HttpRequest request,
        ClassifierPool pool,
        UploadMemory memory,
        Settings settings,
        CancellationToken stop
    )
    {
        try
        {
            int top = Top(request);
            UploadedPicture.CheckType(request);
            if (pool.IsFull)
            {
                // It would be refused behind the upload too, most likely.
                throw AllBusy();
            }

            // The upload waits for a worker when it is whole, and not before: who sends slowly holds up nobody.
            using Upload upload = await Upload.ReceiveAsync(request, memory, settings, stop);

            // No more pictures are decoded at once than there are workers.
            Classification? answer = await pool.TryUseAsync(
                worker => Classify(worker, request, upload, top, settings, stop),
                stop
            );
            return TypedResults.Json(answer ?? throw AllBusy(), AnswerJson.Default.Classification);
        }
        catch (Exception gone)
            when (gone is Refusal { IsGone: true }
                || (gone is OperationCanceledException && stop.IsCancellationRequested)
            )
        {
            // Nobody reads an answer, and the server must not read on for the rest of the body: it would log that it
            // cannot.
            request.HttpContext.Abort();
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Refusal refusal)
        {
            return Answer(refusal, request.HttpContext.Response.Headers);
        }
    }

    private static IResult Answer(Refusal refusal, IHeaderDictionary headers)
    {
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
        {
            headers.RetryAfter = "1";
        }
        else if (refusal.Status == StatusCodes.Status408RequestTimeout)
        {
            headers.Connection = "close";
        }

        return TypedResults.Json(new Failure(refusal.Message), AnswerJson.Default.Failure, statusCode: refusal.Status);
    }

    private static Refusal AllBusy() => Refusal.Busy("All workers are busy, and enough requests wait.");

    private static int Top(HttpRequest request) =>
        !request.Query.TryGetValue("top", out StringValues text) ? DefaultTop
        : int.TryParse(text, out int top) && top is >= 1 and <= FashionClassifier.Classes ? top
        : throw new Refusal(
            StatusCodes.Status400BadRequest,
            $"top={text}: a number from 1 to {FashionClassifier.Classes} is expected."
        );

    private static Classification Classify(
        ClassifierWorker worker,
        HttpRequest request,
        Upload upload,
        int top,
        Settings settings,
        CancellationToken stop
    )
    {
        upload.Bytes.CopyTo(worker.File);
        ReadOnlySpan<byte> file = UploadedPicture.Find(
            request,
            new ArraySegment<byte>(worker.File, 0, upload.Bytes.Length)
        );

        // A small file can be made to take long.
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(TimeSpan.FromSeconds(settings.DecodeSeconds));
        float[] image;
        try
        {
            Picture picture = Picture.Decode(file, "upload", settings.MaxPixels, end.Token);
            image = Preprocessing.FashionMnist.Apply(picture);
        }
        catch (PictureException unreadable)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, unreadable.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new Refusal(
                StatusCodes.Status400BadRequest,
                $"The picture is not decoded within {settings.DecodeSeconds} s. Send a smaller or a simpler one."
            );
        }

        float[] probabilities = new float[FashionClassifier.Classes];
        worker.Model.Forward(image, probabilities);

        // Only differences count, and the exponential of a large logit overflows.
        TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max<float>(probabilities), probabilities);
        TensorPrimitives.SoftMax<float>(probabilities, probabilities);
        return new Classification([
            .. probabilities
                .Index()
                .OrderByDescending(guess => guess.Item)
                .Take(top)
                .Select(guess => new Guess(guess.Index, FashionClassifier.Labels[guess.Index], guess.Item)),
        ]);
    }
}
