using System.Numerics.Tensors;
using ResNetGen.Imaging;

namespace Samples.WebApi;

/// <summary><c>POST /classify?top=3</c>: a picture in, its most probable classes out.</summary>
internal static class ClassifyEndpoint
{
    private const int DefaultTop = 3;

    public static async Task<IResult> AnswerAsync(HttpRequest request, ClassifierPool pool, Settings settings, CancellationToken stop)
    {
        try
        {
            int top = Top(request);

            // No more uploads are in memory at once than may wait, and no more decoded pictures than there are workers.
            Classification? answer = await pool.TryUseAsync(
                () => Upload.ReadAsync(request, settings.MaxBytes, stop),
                (model, file) => Classify(model, file, top, settings.MaxPixels, stop),
                stop);
            if (answer is null)
            {
                request.HttpContext.Response.Headers.RetryAfter = "1";
                throw new Refusal(
                    StatusCodes.Status503ServiceUnavailable, "All workers are busy, and enough requests wait. Try again later.");
            }

            return TypedResults.Json(answer, AnswerJson.Default.Classification);
        }
        catch (Refusal refusal)
        {
            return TypedResults.Json(new Failure(refusal.Message), AnswerJson.Default.Failure, statusCode: refusal.Status);
        }
        catch (Exception gone) when (gone is IOException || (gone is OperationCanceledException && stop.IsCancellationRequested))
        {
            // Nobody reads it: the client is gone, most often with a part of its upload still to come.
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }

    private static int Top(HttpRequest request) =>
        !request.Query.TryGetValue("top", out var text) ? DefaultTop
        : int.TryParse(text, out int top) && top is >= 1 and <= FashionClassifier.Classes ? top
        : throw new Refusal(StatusCodes.Status400BadRequest, $"top={text}: a number from 1 to {FashionClassifier.Classes} is expected.");

    private static Classification Classify(FashionClassifier model, byte[] file, int top, int maxPixels, CancellationToken stop)
    {
        float[] image;
        try
        {
            image = Preprocessing.FashionMnist.Apply(Picture.Decode(file, "upload", maxPixels, stop));
        }
        catch (PictureException unreadable)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, unreadable.Message);
        }

        float[] probabilities = new float[FashionClassifier.Classes];
        model.Forward(image, probabilities);

        // Only differences count, and the exponential of a large logit overflows.
        TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max<float>(probabilities), probabilities);
        TensorPrimitives.SoftMax<float>(probabilities, probabilities);
        return new Classification(
        [
            .. probabilities.Index()
                .OrderByDescending(guess => guess.Item)
                .Take(top)
                .Select(guess => new Guess(guess.Index, FashionClassifier.Labels[guess.Index], guess.Item)),
        ]);
    }
}
